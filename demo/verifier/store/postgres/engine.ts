import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { RolledBack, type RawEngine } from '../engine.js';
import type { RawOperation } from '../operation.js';
import { ConnectionLost, retrying } from './retry.js';
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
    begin: () => Promise<pg.QueryResult>,
    operation: RawOperation<T>,
  ): Promise<T> {
    const unanswered: Promise<unknown>[] = [];
    const begun = Promise.all([client.query('BEGIN'), begin()]);
    let result: { value: T } | undefined;
    try {
      const [value] = await Promise.all([drive(client, operation, unanswered), begun]);
      result = { value };
      // PostgreSQL turns the COMMIT of a failed transaction into a ROLLBACK
      await Promise.all([...unanswered, client.query('COMMIT')]);
      return value;
    } catch (error) {
      // the first failure made every later statement fail
      const failed = (await Promise.allSettled(unanswered)).find((outcome) => outcome.status === 'rejected');
      const cause: unknown = failed ? failed.reason : error;
      // a connection that answers is whole, whatever failed on it
      const isRolledBack = await answers(client, 'ROLLBACK');
      if (isRolledBack) throw new RolledBack(cause);
      if (!result) throw new ConnectionLost('before the commit', { cause });
      throw new UnknownOutcome(result.value, (await begun)[1].rows[0] as Transaction, cause);
    }
  }

  const withoutTransaction = <T>(client: pg.PoolClient, operation: RawOperation<T>): Promise<T> =>
    drive(client, operation).catch(async (cause: unknown) => {
      throw (await answers(client, 'SELECT')) ? new RolledBack(cause) : new ConnectionLost('while reading', { cause });
    });

  return {
    read: (operation) => retrying(() => connected(reading, (client) => withoutTransaction(client, operation()))),
    // LOCAL: behind a pooler the next transaction on this connection may belong to another client
    relaxed: (operation) =>
      retrying(() =>
        connected(reading, (client) =>
          transaction(client, () => client.query('SET LOCAL synchronous_commit = off'), operation()),
        ),
      ).catch((error: unknown) => {
        // a counter may be lost, so it is not worth a question
        if (error instanceof UnknownOutcome) return error.result as never;
        throw error;
      }),
    atomic: (locks, operation) =>
      retrying(async () => {
        try {
          return await connected(writing, (client) =>
            transaction(client, () => client.query(takeLocks, [lockNumbers(locks)]), operation()),
          );
        } catch (error) {
          if (!(error instanceof UnknownOutcome)) throw error;
          const {
            result,
            transaction: { id },
            cause,
          } = error;
          if (await retrying(() => connected(reading, (client) => isCommitted(client, id)))) return result as never;
          throw new ConnectionLost('before the commit arrived', { cause });
        }
      }),
  };
}

const answers = (client: pg.PoolClient, sql: string): Promise<boolean> =>
  client.query(sql).then(
    () => true,
    () => false,
  );

/** The id of a transaction in PostgreSQL, as text. */
interface Transaction {
  id: string;
}

/** The connection was lost after the commit was sent: it may have taken place. */
class UnknownOutcome extends Error {
  override name = 'UnknownOutcome';

  constructor(
    readonly result: unknown,
    readonly transaction: Transaction,
    cause: unknown,
  ) {
    super('unknown outcome', { cause });
  }
}

/** Asks whether a transaction was committed; one that still runs has lost its client and ends soon. */
async function isCommitted(client: pg.PoolClient, id: string): Promise<boolean> {
  for (;;) {
    const { rows } = await client
      .query<{ status: string }>('SELECT pg_xact_status($1::xid8) AS status', [id])
      .catch((cause: unknown) => {
        throw new ConnectionLost('while asking', { cause });
      });
    const status = rows[0]?.status;
    if (status === 'committed' || status === 'aborted') return status === 'committed';
    await sleep(20);
  }
}

/** Lends a connection. A broken one is discarded. */
async function connected<T>(pool: pg.Pool, use: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((cause: unknown) => {
    throw new ConnectionLost('before it was there', { cause });
  });
  try {
    const result = await use(client);
    client.release();
    return result;
  } catch (error) {
    client.release(!(error instanceof RolledBack));
    throw error;
  }
}

/**
 * Locks become advisory locks, always taken in one order, so that two transactions never deadlock. The same statement
 * says the id of the transaction.
 */
const takeLocks =
  'SELECT pg_current_xact_id() AS id, count(pg_advisory_xact_lock(number)) FROM unnest($1::bigint[]) AS number';

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
