import pg from 'pg';
import { gathering } from '../gathering.js';
import { operations } from '../operations/operations.js';
import type { Store } from '../store.js';
import { postgresEngine } from './engine.js';
import { migrate } from './migrate.js';

/** Connections of each kind in use at once; the fewer, the more operations share a transaction. */
const lanes = 2;

const int8 = 20; // the type's number in PostgreSQL's catalogue

/** BIGINT comes as a number: what is kept in one, milliseconds and steps, is far below 2^53. */
const types = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === int8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/** Opens a store on PostgreSQL 13 or later. `url` is `postgres://user:password@host/database`. Any number of processes may share it. */
export async function openPostgres(url: string): Promise<Store> {
  await migrate(url);
  const pools = { reading: pool(url), writing: pool(url) };
  return {
    ...operations(gathering(postgresEngine(pools), lanes)),
    close: async () => void (await Promise.all([pools.reading.end(), pools.writing.end()])),
  };
}

function pool(connectionString: string): pg.Pool {
  const made = new pg.Pool({ connectionString, max: lanes, pipeline: true, types, connectionTimeoutMillis: 5_000 });
  // everything is found by a key; the planner cannot know how few are asked for, and would read whole tables while those are small
  made.on(
    'connect',
    (client) =>
      void client
        .query('SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off')
        .catch(() => undefined),
  );
  // a connection that breaks is replaced at the next use, whether it was idle or lent; what needed the database says so
  made.on('connect', (client) => void client.on('error', () => undefined));
  return made.on('error', () => undefined);
}
