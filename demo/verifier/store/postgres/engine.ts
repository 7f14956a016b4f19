import { createHash } from 'node:crypto';
import pg from 'pg';
import { RolledBack, type RawEngine } from '../engine.js';
import type { RawOperation } from '../operation.js';
import { jsonRowsMark, timeMark, type Statement } from '../sql.js';

/** Connections for reads and relaxed operations, which wait for no lock, and for atomic ones. */
export interface Pools {
  reading: pg.Pool;
  writing: pg.Pool;
}

/**
 * Runs operations on PostgreSQL. The statements of one step are sent without waiting for replies in between (pipeline
 * mode).
 */
export function postgresEngine({ reading, writing }: Pools): RawEngine {
  const prepared = new Map<string, { name: string; text: string }>();

  function prepare(sql: string) {
    const found = prepared.get(sql) ?? { name: `s${prepared.size}`, text: numbered(sql) };
    prepared.set(sql, found);
    return found;
  }

  const send = (client: pg.PoolClient, statements: readonly Statement[]) =>
    Promise.all(statements.map(({ sql, parameters }) => client.query({ ...prepare(sql), values: [...parameters] })));

  /** With `unanswered`, steps without a reply are not awaited: their outcomes are added to it. */
  async function drive<T>(
    client: pg.PoolClient,
    operation: RawOperation<T>,
    unanswered?: Promise<unknown>[],
  ): Promise<T> {
    let step = operation.next();
    while (!step.done) {
      const statements = step.value;
      const replies = send(client, statements);
      if (unanswered && statements.every(({ noReply }) => noReply)) {
        unanswered.push(replies);
        replies.catch(() => undefined); // looked at before the commit
        step = operation.next(statements.map(() => []));
      } else step = operation.next((await replies).map(({ rows }) => rows as unknown[]));
    }
    return step.value;
  }

  async function transaction<T>(
    client: pg.PoolClient,
    begin: () => Promise<unknown>[],
    operation: RawOperation<T>,
  ): Promise<T> {
    const unanswered: Promise<unknown>[] = [];
    try {
      const begun = [client.query('BEGIN'), ...begin()];
      const [result] = await Promise.all([drive(client, operation, unanswered), ...begun]);
      // PostgreSQL turns the COMMIT of a failed transaction into a ROLLBACK
      await Promise.all([...unanswered, client.query('COMMIT')]);
      return result;
    } catch (error) {
      await client.query('ROLLBACK');
      // the first failure made every later statement fail
      const failed = (await Promise.allSettled(unanswered)).find((outcome) => outcome.status === 'rejected');
      throw new RolledBack(failed ? failed.reason : error);
    }
  }

  const withoutTransaction = <T>(client: pg.PoolClient, operation: RawOperation<T>): Promise<T> =>
    drive(client, operation).catch((error: unknown) => {
      throw error instanceof pg.DatabaseError ? new RolledBack(error) : error;
    });

  return {
    read: (operation) => connected(reading, (client) => withoutTransaction(client, operation())),
    // LOCAL: behind a pooler the next transaction on this connection may belong to another client
    relaxed: (operation) =>
      connected(reading, (client) =>
        transaction(client, () => [client.query('SET LOCAL synchronous_commit = off')], operation()),
      ),
    atomic: (locks, operation) =>
      connected(writing, (client) =>
        transaction(client, () => [client.query(takeLocks, [lockNumbers(locks)])], operation()),
      ),
  };
}

/** Lends a connection. A broken one is discarded: it is unknown what was written on it. */
async function connected<T>(pool: pg.Pool, use: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    const result = await use(client);
    client.release();
    return result;
  } catch (error) {
    client.release(!(error instanceof RolledBack));
    throw error;
  }
}

/** Locks become advisory locks, always taken in one order, so that two transactions never deadlock. */
const takeLocks = 'SELECT pg_advisory_xact_lock(number) FROM unnest($1::bigint[]) AS number';

/** Advisory locks have numbers; two names with one number only wait for each other needlessly. */
const lockNumber = (name: string): string => createHash('sha256').update(name).digest().readBigInt64BE().toString();

const lockNumbers = (names: readonly string[]) => [...new Set(names.map(lockNumber))].sort();

/** The table function of {@link jsonRowsMark}. */
const jsonRows =
  '(SELECT value, number - 1 AS key FROM json_array_elements(?::json) WITH ORDINALITY AS rows (value, number)) AS rows';

/** The expression of {@link timeMark}. */
const time = 'CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)';

/** Each `?` as PostgreSQL counts it: `$1`, `$2` … */
function numbered(sql: string): string {
  let count = 0;
  return sql
    .replace(jsonRowsMark, jsonRows)
    .replace(timeMark, time)
    .replaceAll('?', () => `$${++count}`);
}
