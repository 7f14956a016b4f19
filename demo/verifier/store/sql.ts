/** Plain SQL statements, written as text with their values in place. */

/** A value that both databases can store. */
export type SqlValue = string | number | null;

/** One statement, or a fragment of one. Its SQL means the same to SQLite and PostgreSQL. */
export interface Statement {
  /** Has a `?` where each of the `parameters` belongs, in their order. */
  sql: string;
  parameters: readonly SqlValue[];
  /** Fire-and-forget: sent with the next statement that has a reply, or with the commit; an error surfaces there. */
  noReply?: true;
}

/**
 * A statement whose values are parameters, never text: sql`SELECT … WHERE id = ${id}`. A value that is a fragment, made
 * by the same tag, is inserted with its parameters: sql`SELECT ${columns} FROM sites`.
 */
export function sql(text: TemplateStringsArray, ...values: readonly (SqlValue | Statement)[]): Statement {
  let joined = text[0]!;
  const parameters: SqlValue[] = [];
  values.forEach((value, i) => {
    const isFragment = typeof value === 'object' && value !== null;
    joined += (isFragment ? value.sql : '?') + text[i + 1]!;
    parameters.push(...(isFragment ? value.parameters : [value]));
  });
  return { sql: joined, parameters };
}

/** A fragment of computed text, such as a list of columns. Never for text from outside. */
export const raw = (text: string): Statement => ({ sql: text, parameters: [] });

/** Conditions that must all hold. */
export const and = ([first, ...others]: readonly [Statement, ...Statement[]]): Statement =>
  others.reduce((all, one) => sql`${all} AND ${one}`, first);

/** A list for the right side of IN; an empty one holds nothing. */
export const inList = (values: readonly SqlValue[]): Statement => ({
  sql: values.length === 0 ? '(NULL)' : `(${values.map(() => '?').join(', ')})`,
  parameters: values,
});

/**
 * Marks where a statement reads the rows of a JSON array, its one parameter there. Each engine puts its own table
 * function here; its columns are `key`, the row's index from 0, and `value`, the row as JSON.
 */
export const jsonRowsMark = '{json rows}';

/** Marks the time of the database's own clock, in epoch milliseconds: each engine puts its own expression here. */
export const timeMark = '{time}';

/** The rows of a JSON array as a table, for the FROM of a statement: see {@link jsonRowsMark}. */
export const jsonRows = (rows: readonly (readonly SqlValue[])[]): Statement => ({
  sql: jsonRowsMark,
  parameters: [toJson(rows)],
});

/**
 * JSON without what neither database can hold in a text, a NUL or half a surrogate pair: learners' browsers may send
 * them.
 */
export const toJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(/\\\\|\\u(?:0000|d[89a-f]..)/g, (escape) => (escape === '\\\\' ? escape : '\uFFFD'));
