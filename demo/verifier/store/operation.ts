/**
 * The store's operations are generators of SQL statements, written once for both databases. An engine runs them: SQLite
 * answers at once, PostgreSQL over a connection.
 */
import type { SharedStatement } from './batching/shared-statement.js';
import type { Statement } from './sql.js';

/**
 * An operation of plain statements, which every engine can run. It yields statements that need neither each other's
 * replies nor an order, receives the rows of each, and returns a `T`. It may be started again from the beginning when
 * its transaction was rolled back.
 */
export type RawOperation<T> = Generator<readonly Statement[], T, readonly unknown[][]>;

/** An operation that may yield batchable statements too, for the batching engine only. */
export type Operation<T> = Generator<readonly (Statement | SharedStatement)[], T, readonly unknown[][]>;

/** Yields a statement and returns all of its rows. */
export function rows<Row>(statement: Statement): RawOperation<Row[]>;
export function rows<Row>(statement: SharedStatement): Operation<Row[]>;
export function* rows<Row>(statement: Statement | SharedStatement): Operation<Row[]> {
  const [found] = yield [statement];
  return found as Row[];
}

/** Yields a statement and returns its first row. */
export function row<Row>(statement: Statement): RawOperation<Row | undefined>;
export function row<Row>(statement: SharedStatement): Operation<Row | undefined>;
export function* row<Row>(statement: Statement | SharedStatement): Operation<Row | undefined> {
  const [found] = yield [statement];
  return (found as Row[])[0];
}

/** Yields a statement for its effect, without waiting for a reply. */
export function* run(statement: Statement): RawOperation<void> {
  yield [{ ...statement, noReply: true }];
}
