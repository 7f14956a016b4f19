import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { gathering } from '../gathering.js';
import { operations } from '../operations/operations.js';
import type { Store } from '../store.js';
import { sqliteEngine } from './engine.js';
import { migrate } from './migrate.js';

/**
 * Opens the embedded store, an SQLite file that is made where there is none. `synchronous = FULL`: what was answered is on disk;
 * `NORMAL` loses the last commits when the machine fails, and harms nothing else.
 */
export function openSqlite(file: string): Store {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const durable = connect(file, 'FULL');
  migrate(durable);
  const quick = connect(file, 'NORMAL');
  const engine = gathering(sqliteEngine(durable, quick), 1);
  return {
    ...operations(engine),
    async close() {
      await engine.whole([], function* () {});
      quick.close();
      durable.close();
    },
  };
}

function connect(file: string, synchronous: 'FULL' | 'NORMAL') {
  const db = new Database(file, { timeout: 5_000 }); // milliseconds to wait for another connection's lock
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}; PRAGMA foreign_keys = ON`);
  return db;
}
