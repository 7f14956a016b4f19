import pg from 'pg';
import { batchingEngine } from '../batching/batching-engine.js';
import { operations } from '../operations/operations.js';
import type { Store } from '../store.js';
import { postgresEngine } from './engine.js';
import { migrate } from './migrate.js';

/** Connections of each kind; the fewer, the more operations share a transaction. */
const lanes = 2;

const int8 = 20; // the type's number in PostgreSQL's catalogue

/** Time-outs of a connection, in milliseconds. */
export interface PostgresTimeouts {
  /** How long a new connection may take, and how long a statement waits for a lock. */
  connect: number;
  lock: number;
  /** How long a statement may run on the server, and how long its reply may take on the way as well. */
  statement: number;
  reply: number;
}

const defaultTimeouts: PostgresTimeouts = { connect: 5_000, lock: 5_000, statement: 30_000, reply: 35_000 };

/** BIGINT is parsed as a number: its values, milliseconds and steps, are far below 2^53. */
const types = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === int8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/**
 * Opens a store on PostgreSQL 13 or later. `url` is `postgres://user:password@host/database`. Processes may share it.
 */
export async function openPostgres(url: string, timeouts = defaultTimeouts): Promise<Store> {
  await migrate(url);
  const pools = { reading: pool(url, timeouts), writing: pool(url, timeouts) };
  return {
    ...operations(batchingEngine(postgresEngine(pools), lanes)),
    close: async () => void (await Promise.all([pools.reading.end(), pools.writing.end()])),
  };
}

function pool(connectionString: string, { connect, lock, statement, reply }: PostgresTimeouts): pg.Pool {
  const made = new pg.Pool({
    connectionString,
    max: lanes,
    pipeline: true,
    types,
    connectionTimeoutMillis: connect,
    // a database that vanishes without a word is noticed by this alone
    query_timeout: reply,
    keepAlive: true,
  });
  // every lookup is by key; the planner does not know how few rows a batch asks for, and would scan whole tables while
  // they are small
  made.on(
    'connect',
    (client) =>
      void client
        .query(
          'SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; ' +
            `SET lock_timeout = ${lock}; SET statement_timeout = ${statement}; ` +
            // a process that stops within a transaction must not keep its locks
            `SET idle_in_transaction_session_timeout = ${reply}`,
        )
        .catch(() => undefined),
  );
  // a broken connection is replaced at its next use; the operation on it is rejected with the error
  made.on('connect', (client) => void client.on('error', () => undefined));
  return made.on('error', () => undefined);
}
