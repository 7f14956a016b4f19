import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { batchingEngine } from '../batching/batching-engine.js';
import { operations } from '../operations/operations.js';
import type { Store } from '../store.js';
import { connect } from './connection.js';
import { sqliteEngine } from './engine.js';
import { migrate } from './migrate.js';

/** How long opening may wait for other processes, for example for a migration, in milliseconds. */
const openTimeoutMs = 5_000;
/**
 * A read needs a lock only while another process recovers the file after a crash: the longest that it may block, in
 * milliseconds.
 */
const readTimeoutMs = 1_000;

/** Opens the embedded store, an SQLite file that is created if missing. Processes of one machine may share it. */
export function openSqlite(file: string): Store {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // for the owner's eyes only; SQLite gives its log and its index the mode of the file (sqlite.org/wal.html)
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  const connections = {
    reading: connect(file, 'FULL', openTimeoutMs),
    durable: connect(file, 'FULL', openTimeoutMs),
    relaxed: connect(file, 'NORMAL', openTimeoutMs),
  };
  migrate(connections.durable.database);
  connections.reading.database.exec(`PRAGMA busy_timeout = ${readTimeoutMs}`);
  for (const writing of [connections.durable, connections.relaxed]) writing.database.exec('PRAGMA busy_timeout = 0');
  const engine = batchingEngine(sqliteEngine(connections), 1);
  return {
    ...operations(engine),
    async close() {
      // operations under way finish first: each kind has one lane, and this is the last in it
      const last = function* () {};
      await Promise.all([engine.read(last), engine.atomic([], last), engine.relaxed(last)]);
      for (const connection of Object.values(connections)) connection.close();
    },
  };
}
