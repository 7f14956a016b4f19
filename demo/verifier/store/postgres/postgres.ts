import pg from 'pg';
import { batchingEngine } from '../batching/batching-engine.js';
import { operations } from '../operations/operations.js';
import type { Store } from '../store.js';
import { postgresEngine } from './engine.js';
import { migrate } from './migrate.js';

/** Connections of each kind; the fewer, the more operations share a transaction. */
const lanes = 2;

const int8 = 20; // the type's number in PostgreSQL's catalogue

/** BIGINT is parsed as a number: its values, milliseconds and steps, are far below 2^53. */
const types = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === int8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/**
 * Opens a store on PostgreSQL 13 or later. `url` is `postgres://user:password@host/database`. Processes may share it.
 */
export async function openPostgres(url: string): Promise<Store> {
  await migrate(url);
  const pools = { reading: pool(url), writing: pool(url) };
  return {
    ...operations(batchingEngine(postgresEngine(pools), lanes)),
    close: async () => void (await Promise.all([pools.reading.end(), pools.writing.end()])),
  };
}

function pool(connectionString: string): pg.Pool {
  const made = new pg.Pool({ connectionString, max: lanes, pipeline: true, types, connectionTimeoutMillis: 5_000 });
  // every lookup is by key; the planner does not know how few rows a batch asks for, and would scan whole tables while
  // they are small
  made.on(
    'connect',
    (client) =>
      void client
        .query('SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off')
        .catch(() => undefined),
  );
  // a broken connection is replaced at its next use; the operation on it is rejected with the error
  made.on('connect', (client) => void client.on('error', () => undefined));
  return made.on('error', () => undefined);
}
