import { RolledBack, StoreUnavailable, type RawEngine } from '../engine.js';
import type { RawOperation } from '../operation.js';
import { sql, type Statement } from '../sql.js';
import type { Connection } from './connection.js';

const begin = sql`BEGIN IMMEDIATE`;
const commit = sql`COMMIT`;
const rollback = sql`ROLLBACK`;

/** How long to wait for another process's write lock, and for how long between two tries, in milliseconds. */
const defaultLockTimeoutMs = 5_000;
const retryDelayMs = (tries: number) => Math.min(2 ** tries, 50) * (0.5 + Math.random() / 2);

/**
 * Runs operations on an SQLite file, in this thread. A transaction is synchronous from BEGIN to COMMIT, so nothing in
 * this process comes in between, and its write lock keeps out other processes: operations need no locks of their own.
 * While another process holds the write lock, the event loop goes on: BEGIN is tried again later. `durable` has
 * `synchronous = FULL`, `relaxed` `NORMAL`; both have a busy time-out of 0.
 */
export function sqliteEngine(
  connections: Record<'reading' | 'durable' | 'relaxed', Connection>,
  lockTimeoutMs = defaultLockTimeoutMs,
): RawEngine {
  return {
    read: async (operation) => rolledBackOnError(connections.reading, () => drive(connections.reading, operation())),
    atomic: (_locks, operation) => transaction(connections.durable, operation(), lockTimeoutMs),
    relaxed: (operation) => transaction(connections.relaxed, operation(), lockTimeoutMs),
  };
}

type Step<T> = IteratorResult<readonly Statement[], T>;

/** Runs an operation from one of its steps to its end. */
function drive<T>({ query }: Connection, operation: RawOperation<T>, first: Step<T> = operation.next()): T {
  let step = first;
  while (!step.done) step = operation.next(step.value.map(query));
  return step.value;
}

async function transaction<T>(connection: Connection, operation: RawOperation<T>, lockTimeoutMs: number): Promise<T> {
  const first = rolledBackOnError(connection, () => operation.next());
  if (first.done) return first.value;
  // a time-out here fails the whole batch: its operations one by one would each wait as long again
  await takeWriteLock(connection, lockTimeoutMs);
  return rolledBackOnError(connection, () => {
    const result = drive(connection, operation, first);
    connection.query(commit);
    return result;
  });
}

function rolledBackOnError<T>({ database, query }: Connection, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (database.inTransaction) query(rollback);
    throw new RolledBack(isTrouble(error) ? new StoreUnavailable(error) : error);
  }
}

/** Result codes (sqlite.org/rescode.html) that say nothing about the statement. */
const troubles = /^SQLITE_(BUSY|LOCKED|READONLY|IOERR|FULL|CANTOPEN|PROTOCOL|NOMEM|INTERRUPT)/;

const isTrouble = (error: unknown) => troubles.test(String((error as { code?: unknown }).code));

/** Begins a transaction. @throws when another process keeps the write lock for longer than `lockTimeoutMs` */
async function takeWriteLock(connection: Connection, lockTimeoutMs: number): Promise<void> {
  let waited = 0;
  for (let tries = 0; ; tries++)
    try {
      connection.query(begin);
      return;
    } catch (error) {
      const isBusy = String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY'); // or SQLITE_BUSY_RECOVERY
      if (!isBusy || waited >= lockTimeoutMs) throw isTrouble(error) ? new StoreUnavailable(error) : error;
      const pause = retryDelayMs(tries);
      await new Promise((resolve) => setTimeout(resolve, pause));
      waited += pause;
    }
}
