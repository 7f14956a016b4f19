import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { operations } from '../operations/operations.js';
import type { Store } from '../store.js';
import { sqliteEngine } from './engine.js';
import { groupCommit } from './group-commit.js';
import { migrate } from './migrate.js';

/** Opens the embedded store, an SQLite file that is made where there is none. `synchronous = FULL`: what was answered is on disk. */
export function openSqlite(file: string): Store {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const db = new Database(file, { timeout: 5_000 }); // milliseconds to wait for another process's lock
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
  migrate(db);
  const { commit, settled } = groupCommit(db);
  return {
    ...operations(sqliteEngine(db, commit)),
    async close() {
      await settled();
      db.close();
    },
  };
}
