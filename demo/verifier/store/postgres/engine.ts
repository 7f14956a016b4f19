import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Engine, Operation } from '../operation.js';
import { gather } from './gather.js';

interface Work {
  locks: readonly string[];
  operation(): Operation<unknown>;
  resolve(value: never): void;
  reject(reason: unknown): void;
}

/** Why a transaction was undone: nothing of it was written, and the connection is well. */
class Undone extends Error {}

/** Connections in use at once; the fewer, the more operations share a transaction. */
export const lanes = 2;

/** Connections for what is read or brief, which need not wait for the disk, and for what is whole. */
export interface Pools {
  reading: Pool;
  writing: Pool;
}

/**
 * Runs operations on PostgreSQL. Those that wait at the same moment share a transaction, and so one wait for the disk, with their
 * statements sent one behind the other without waiting for answers in between (pipeline mode). The names of their locks become
 * advisory locks, always taken in one order, so that two transactions never wait for each other.
 */
export function postgresEngine({ reading, writing }: Pools): Engine {
  const names = new Map<string, string>();

  async function drive<T>(client: PoolClient, operation: Operation<T>): Promise<T> {
    let step = operation.next();
    while (!step.done) {
      const { sql, parameters } = step.value;
      const name = names.get(sql) ?? `s${names.size}`;
      names.set(sql, name);
      const { rows } = await client.query({ name, text: numbered(sql), values: [...parameters] });
      step = operation.next(rows);
    }
    return step.value;
  }

  /** All works, or none. Works that share a lock run in their order, the others side by side. */
  async function transaction(client: PoolClient, works: Work[]): Promise<unknown[]> {
    const last = new Map<string, Promise<unknown>>();
    const locked = works.map(({ locks }) => locks.map(lockNumber));
    const begun = [client.query('BEGIN'), client.query(lockAll, [inOrder(locked.flat())])];
    const done = works.map(({ operation }, i) => {
      const before = locked[i]!.map((lock) => last.get(lock) ?? Promise.resolve());
      const result = Promise.all(before).then(() => drive(client, operation()));
      for (const lock of locked[i]!) last.set(lock, result);
      return result;
    });
    const outcomes = await Promise.allSettled([...begun, ...done]);
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) {
      await client.query('ROLLBACK');
      throw new Undone('undone', { cause: failed.reason });
    }
    await client.query('COMMIT');
    return Promise.all(done);
  }

  /** @throws when the connection broke: then nobody knows what was written */
  async function write(client: PoolClient, works: Work[]): Promise<void> {
    try {
      const results = await transaction(client, works);
      works.forEach(({ resolve }, i) => resolve(results[i] as never));
    } catch (error) {
      if (!(error instanceof Undone)) throw error;
      // one that fails must not take others with it
      if (works.length > 1) for (const work of works) await write(client, [work]);
      else works[0]!.reject(error.cause);
    }
  }

  const separately = (client: PoolClient, works: Work[]) =>
    Promise.all(works.map(({ operation, resolve, reject }) => drive(client, operation()).then((value) => resolve(value as never), reject)));

  /** Lends the works a connection; one that broke is not used again. */
  const connected = (pool: Pool, use: (client: PoolClient, works: Work[]) => Promise<unknown>) => async (works: Work[]) => {
    let client: PoolClient | undefined;
    try {
      client = await pool.connect();
      await use(client, works);
      client.release();
    } catch (error) {
      client?.release(true);
      for (const { reject } of works) reject(error);
    }
  };

  const look = gather(lanes, connected(reading, separately));
  const change = gather(lanes, connected(writing, write));
  const brief: Engine['brief'] = (operation) => new Promise((resolve, reject) => look({ locks: [], operation, resolve, reject }));
  return {
    read: brief,
    brief,
    whole: (locks, operation) => new Promise((resolve, reject) => change({ locks, operation, resolve, reject })),
  };
}

const lockAll = 'SELECT pg_advisory_xact_lock(number) FROM unnest($1::bigint[]) AS number';

/** Advisory locks have numbers; two names with one number would only wait for each other needlessly. */
const lockNumber = (name: string): string => createHash('sha256').update(name).digest().readBigInt64BE().toString();

const inOrder = (numbers: string[]) => [...new Set(numbers)].sort();

/** `?` as PostgreSQL counts it: `$1`, `$2` … */
function numbered(sql: string): string {
  let count = 0;
  return sql.replaceAll('?', () => `$${++count}`);
}
