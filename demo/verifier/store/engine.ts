import type { Operation, RawOperation } from './operation.js';

/**
 * Runs operations of plain statements on a database, one transaction each. Its members are functions, not methods, so
 * that the compiler refuses a raw engine where a batching one is needed, and a batchable operation for a raw engine.
 */
export interface RawEngine {
  /** Runs an operation that only reads; it sees committed data only. */
  read: <T>(operation: () => RawOperation<T>) => Promise<T>;
  /**
   * Runs an operation atomically: all of it is on disk when the promise is fulfilled, none of it when it is rejected.
   * Operations that share the name of a lock run one after the other, across all processes.
   * @throws {RolledBack} when nothing was written, and it may be tried again
   */
  atomic: <T>(locks: readonly string[], operation: () => RawOperation<T>) => Promise<T>;
  /**
   * Runs an operation atomically without waiting for the disk: a crash of the machine may lose it. For short-lived
   * counters. It holds no locks but those of the rows that it writes, and all such operations must write rows in one
   * order.
   */
  relaxed: <T>(operation: () => RawOperation<T>) => Promise<T>;
}

/** The same for operations with batchable statements: concurrent operations share round trips and commits. */
export interface BatchingEngine {
  /** @see RawEngine.read */
  read: <T>(operation: () => Operation<T>) => Promise<T>;
  /** @see RawEngine.atomic */
  atomic: <T>(locks: readonly string[], operation: () => Operation<T>) => Promise<T>;
  /** @see RawEngine.relaxed */
  relaxed: <T>(operation: () => Operation<T>) => Promise<T>;
}

/**
 * The database cannot be used at the moment, for a reason outside of the operation: it is away, full, read-only or busy.
 * `code` is the database's.
 */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable';
  readonly code: unknown;

  constructor(cause: unknown) {
    super(`The database is unavailable: ${(cause as Error).message}`, { cause });
    this.code = (cause as { code?: unknown }).code;
  }
}

/** An operation failed and nothing of it was written: it may be tried again. `cause` is the reason. */
export class RolledBack extends Error {
  override name = 'RolledBack';

  constructor(cause: unknown) {
    super('rolled back', { cause });
  }
}
