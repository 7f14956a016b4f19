import { createHash } from 'node:crypto';
import pg from 'pg';
import { each, Undone, type Engine, type Operation, type Statement } from '../operation.js';

/** Connections for what is read or brief, which waits for nobody, and for what is whole. */
export interface Pools {
  reading: pg.Pool;
  writing: pg.Pool;
}

/** Runs operations on PostgreSQL. What they ask in one round is sent without waiting for answers in between (pipeline mode). */
export function postgresEngine({ reading, writing }: Pools): Engine {
  const statements = new Map<string, { name: string; text: string }>();

  function named(sql: string) {
    const found = statements.get(sql) ?? { name: `s${statements.size}`, text: numbered(sql) };
    statements.set(sql, found);
    return found;
  }

  /** What is only told is not waited for where there are `told` outcomes to be looked at later. */
  async function drive<T>(client: pg.PoolClient, operation: Operation<T>, told?: Promise<unknown>[]): Promise<T> {
    let step = operation.next();
    while (!step.done) {
      const asked: readonly Statement[] = step.value;
      const answers = Promise.all(
        asked.map(({ sql, parameters }) => client.query({ ...named(sql), values: [...parameters] })),
      );
      if (told && asked.every((statement) => statement.told)) {
        told.push(answers);
        answers.catch(() => undefined);
        step = operation.next(asked.map(() => []));
      } else step = operation.next((await answers).map(({ rows }) => rows as unknown[]));
    }
    return step.value;
  }

  async function transaction<T>(
    client: pg.PoolClient,
    begin: () => Promise<unknown>[],
    operation: Operation<T>,
  ): Promise<T> {
    const told: Promise<unknown>[] = [];
    try {
      const begun = [client.query('BEGIN'), ...begin()];
      const [result] = await Promise.all([drive(client, operation, told), ...begun]);
      // of a transaction in which something failed a COMMIT makes a ROLLBACK
      await Promise.all([...told, client.query('COMMIT')]);
      return result;
    } catch (error) {
      await client.query('ROLLBACK');
      // what failed first made everything after it fail
      const failed = (await Promise.allSettled(told)).find((outcome) => outcome.status === 'rejected');
      throw new Undone(failed ? failed.reason : error);
    }
  }

  const alone = <T>(client: pg.PoolClient, operation: Operation<T>): Promise<T> =>
    drive(client, operation).catch((error: unknown) => {
      throw error instanceof pg.DatabaseError ? new Undone(error) : error;
    });

  return {
    read: (operation) => connected(reading, (client) => alone(client, operation())),
    // for this transaction only: behind a pooler the connection may be anybody's next
    brief: (operation) =>
      connected(reading, (client) =>
        transaction(client, () => [client.query('SET LOCAL synchronous_commit = off')], operation()),
      ),
    whole: (locks, operation) =>
      connected(writing, (client) => transaction(client, () => [client.query(lockAll, [inOrder(locks)])], operation())),
  };
}

/** Lends a connection. One that broke is not used again: nobody knows what was written. */
async function connected<T>(pool: pg.Pool, use: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    const result = await use(client);
    client.release();
    return result;
  } catch (error) {
    client.release(!(error instanceof Undone));
    throw error;
  }
}

/** The names of locks become advisory locks, always taken in one order, so that two transactions never wait for each other. */
const lockAll = 'SELECT pg_advisory_xact_lock(number) FROM unnest($1::bigint[]) AS number';

/** Advisory locks have numbers; two names with one number would only wait for each other needlessly. */
const lockNumber = (name: string): string => createHash('sha256').update(name).digest().readBigInt64BE().toString();

const inOrder = (names: readonly string[]) => [...new Set(names.map(lockNumber))].sort();

/** Each `?` as PostgreSQL counts it: `$1`, `$2` … */
function numbered(sql: string): string {
  let count = 0;
  return sql
    .replace(
      each,
      '(SELECT value, number - 1 AS key FROM json_array_elements(?::json) WITH ORDINALITY AS rows (value, number)) AS each',
    )
    .replaceAll('?', () => `$${++count}`);
}
