import { jsonRowsMark, type SqlValue, type Statement } from '../sql.js';

/**
 * A batchable statement: concurrent operations that yield the same one share one query. Each contributes its own row of
 * input. Only the batching engine can run it, by merging all rows into one plain {@link Statement}.
 */
export interface SharedStatement {
  /** The SQL of the shared query; its table `input` has one row for each operation. */
  sharedSql: string;
  /** This operation's row of `input`. */
  input: readonly SqlValue[];
  /** See {@link Statement.noReply}. */
  noReply?: true;
}

/**
 * Declares a batchable query. `columns`, such as `id TEXT, at BIGINT`, are those of the table `input`; the query
 * returns `input.n` with each of its rows, which says whose row it is.
 */
export function sharedQuery(columns: string, query: Statement): (...input: SqlValue[]) => SharedStatement {
  if (query.parameters.length > 0) throw new Error('the values of a shared statement come from its input');
  const casts = columns.split(', ').map((column, i) => {
    const [name, type] = column.split(' ');
    return `CAST(value->>${i} AS ${type}) AS ${name}`;
  });
  const sharedSql = `WITH input AS (SELECT key AS n, ${casts.join(', ')} FROM ${jsonRowsMark}) ${query.sql}`;
  return (...input) => ({ sharedSql, input });
}

/** Declares a batchable change: a statement run for its effect, without a reply. */
export function sharedChange(columns: string, change: Statement): (...input: SqlValue[]) => SharedStatement {
  const statement = sharedQuery(columns, change);
  return (...input) => ({ ...statement(...input), noReply: true });
}

/** Declares a batchable INSERT into `table`; `onConflict` is its ON CONFLICT clause. */
export function sharedInsert(
  table: string,
  columns: string,
  onConflict = '',
): (...input: SqlValue[]) => SharedStatement {
  const names = columns.replace(/ [A-Z]+/g, '');
  // without the WHERE, SQLite reads ON CONFLICT as the condition of a join
  const text = `INSERT INTO ${table} (${names}) SELECT ${names} FROM input WHERE true ${onConflict}`;
  return sharedChange(columns, { sql: text, parameters: [] });
}
