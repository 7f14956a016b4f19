import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { RolledBack, StoreUnavailable } from '../engine.js';

/** The connection was lost before the commit was sent: nothing was written. `cause` is the reason. */
export class ConnectionLost extends Error {
  override name = 'ConnectionLost';
}

/** Milliseconds: the pause after the first failure and the longest; in between it doubles. */
const [shortestPause, longestPause] = [5, 200];

/** Most tries of one operation: others that change the same rows at the same time can make each of them fail. */
const maxTries = 20;
/** Milliseconds in which a lost connection is replaced; a database that is away longer is left to the next request. */
const reconnectWithin = 2_000;

/**
 * Runs work that writes all or nothing, and runs it again where the database undid it for the sake of another
 * transaction: a serialization failure (40001), a deadlock (40P01), or a row that another one was faster to insert
 * (23505), which the next try finds. So exactness comes from rows and constraints, and locks only spare the retries.
 */
export async function retrying<T>(work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  for (let tries = 1; ; tries++)
    try {
      return await work();
    } catch (error) {
      const isLost = error instanceof ConnectionLost;
      const isWorthIt = isLost ? performance.now() - started < reconnectWithin : isConflict(error) && tries < maxTries;
      if (!isWorthIt) throw isLost ? new StoreUnavailable(error.cause) : named(error);
      // the same pause for all would let the same ones meet again
      await sleep(Math.random() * Math.min(longestPause, shortestPause * 2 ** tries));
    }
}

/**
 * Error classes (PostgreSQL's manual, appendix A) that say nothing about the statement: connection, resources, operator
 * intervention, system error, read-only transaction, a lock that was not to be had.
 */
const troubles = /^(08|53|57|58|25006|55P03)/;

/** An error named for what it is: the database's trouble fails a whole batch, whose works would each wait as long. */
function named(error: unknown): unknown {
  if (!(error instanceof RolledBack)) return error;
  if (isConflict(error)) return new RolledBack(new StoreUnavailable(error.cause));
  const { cause } = error;
  return cause instanceof pg.DatabaseError && troubles.test(cause.code ?? '') ? new StoreUnavailable(cause) : error;
}

const isConflict = (error: unknown) =>
  error instanceof RolledBack &&
  /^(40001|40P01|23505)$/.test((error.cause as { code?: string } | undefined)?.code ?? '');
