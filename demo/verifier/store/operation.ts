/**
 * How the store's operations are written: once, for every database. An operation is a generator of SQL statements; the database's
 * engine runs it, at once where answers need no waiting (SQLite) or over the wire (PostgreSQL). So rules and SQL stay one truth.
 */

/** One statement; `?` stands for the parameters in their order. The SQL must mean the same to SQLite and PostgreSQL. */
export interface Statement {
  sql: string;
  parameters: readonly unknown[];
}

/** Yields statements, is given their rows, returns a `T`. It may be run again from its start when what it shared a transaction with failed. */
export type Operation<T> = Generator<Statement, T, unknown[]>;

/** All rows of a statement. */
export function* rows<Row>(sql: string, ...parameters: unknown[]): Operation<Row[]> {
  return (yield { sql, parameters }) as Row[];
}

/** The first row of a statement. */
export function* row<Row>(sql: string, ...parameters: unknown[]): Operation<Row | undefined> {
  return (yield* rows<Row>(sql, ...parameters))[0];
}

/** Runs a statement for its effect. */
export function* run(sql: string, ...parameters: unknown[]): Operation<void> {
  yield { sql, parameters };
}

/** What runs operations. */
export interface Engine {
  /** Runs an operation that only reads. It sees nothing that is not on disk yet. */
  read<T>(operation: () => Operation<T>): Promise<T>;
  /**
   * Runs an operation whole: all of it is on disk when the promise is fulfilled, none of it when it is rejected. `locks` names what it
   * must have for itself; operations that share a name run one after the other, in whichever process they are.
   */
  whole<T>(locks: readonly string[], operation: () => Operation<T>): Promise<T>;
  /**
   * Runs statements that each hold for everybody at once, but may be undone when the machine fails: for what is counted for a while
   * only, and is not worth waiting for the disk.
   */
  brief<T>(operation: () => Operation<T>): Promise<T>;
}
