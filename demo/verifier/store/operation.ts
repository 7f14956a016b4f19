/**
 * How the store's operations are written: once, for every database. An operation is a generator of SQL statements; the database's
 * engine runs it, at once where answers need no waiting (SQLite) or over the wire (PostgreSQL). So rules and SQL stay one truth.
 */

/** One statement. Its SQL must mean the same to SQLite and PostgreSQL. */
export interface Statement {
  sql: string;
  /** The values of each `?` in their order; of a shared statement those of its row in `asked`. */
  parameters: readonly unknown[];
  /** Whether all who ask it at the same moment ask it together. */
  shared?: true;
  /** Whether nobody needs its answer: it goes along with what is asked next, or with the commit. What it fails with comes then. */
  told?: true;
}

/**
 * Yields statements that need neither each other's answers nor an order, is given the rows of each, returns a `T`. It may be run again
 * from its start when what it shared a transaction with failed.
 */
export type Operation<T> = Generator<readonly Statement[], T, readonly unknown[][]>;

/** A statement whose values are parameters, never text: sql`SELECT … WHERE id = ${id}`. */
export const sql = (text: TemplateStringsArray, ...parameters: unknown[]): Statement => ({
  sql: text.join('?'),
  parameters,
});

/** All rows of a statement. */
export function* rows<Row>(statement: string | Statement, ...parameters: unknown[]): Operation<Row[]> {
  const [found] = yield [typeof statement === 'string' ? { sql: statement, parameters } : statement];
  return found as Row[];
}

/** The first row of a statement. */
export function* row<Row>(statement: string | Statement, ...parameters: unknown[]): Operation<Row | undefined> {
  return (yield* rows<Row>(statement, ...parameters))[0];
}

/** Runs a statement for its effect. */
export function* run(statement: string | Statement, ...parameters: unknown[]): Operation<void> {
  yield [{ ...(typeof statement === 'string' ? { sql: statement, parameters } : statement), told: true }];
}

/** Where the rows of `asked` come from: each database has its own words for a table of `value` (a row as a JSON array) and `key` (0, 1 …). */
export const each = '{each}';

/**
 * A statement for operations that many run at the same moment: however many ask it, the database is asked once. `columns`, such as
 * `id TEXT, at BIGINT`, are those of the table `asked`, where everybody has a row; what is answered names that row as `asked.n`.
 */
export function shared(columns: string, sql: string): (...row: unknown[]) => Statement {
  const casts = columns.split(', ').map((column, i) => {
    const [name, type] = column.split(' ');
    return `CAST(value->>${i} AS ${type}) AS ${name}`;
  });
  const whole = `WITH asked AS (SELECT key AS n, ${casts.join(', ')} FROM ${each}) ${sql}`;
  return (...parameters) => ({ sql: whole, parameters, shared: true });
}

/** A shared statement for its effect. */
export function change(columns: string, sql: string): (...row: unknown[]) => Statement {
  const asking = shared(columns, sql);
  return (...parameters) => ({ ...asking(...parameters), told: true });
}

/** A change that adds a row to a table; `otherwise` says what to do when it is there already. */
export function insertion(table: string, columns: string, otherwise = ''): (...row: unknown[]) => Statement {
  const names = columns.replace(/ [A-Z]+/g, '');
  // without the WHERE, SQLite takes ON CONFLICT for a join
  return change(columns, `INSERT INTO ${table} (${names}) SELECT ${names} FROM asked WHERE true ${otherwise}`);
}

/** Why an operation failed when nothing of it was written, so that it may be tried again; `cause` is the reason. */
export class Undone extends Error {
  override name = 'Undone';

  constructor(cause: unknown) {
    super('undone', { cause });
  }
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
   * Runs an operation whole that may be undone when the machine fails: for what is counted for a while only, and is not worth waiting for
   * the disk. It has no locks but those of the rows that it writes, which every such operation must write in one order.
   */
  brief<T>(operation: () => Operation<T>): Promise<T>;
}
