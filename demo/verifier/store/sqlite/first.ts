import type { Statement } from 'libsql';

/** The first row that a statement answers, without the member that libsql's `get` adds to it. */
export function first<Row>(statement: Statement, ...parameters: unknown[]): Row | undefined {
  const row = statement.get(...parameters) as (Row & { _metadata?: unknown }) | undefined;
  delete row?._metadata;
  return row;
}
