import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import type { Store } from '../store.js';
import { attempts } from './attempts.js';
import { devices } from './devices.js';
import { groupCommit } from './group-commit.js';
import { migrate } from './migrate.js';
import { sessions } from './sessions.js';
import { signingKeys } from './signing-keys.js';
import { sites } from './sites.js';

/**
 * Opens the embedded store, an SQLite file that is made where there is none. `synchronous = FULL`: what was answered is on disk.
 * Statements with RETURNING are read with `get` or `all`, never `run`: libsql would leave them open and block the commit.
 */
export function openSqlite(file: string): Store {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const db = new Database(file, { timeout: 5_000 }); // milliseconds to wait for another process's lock
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
  migrate(db);
  const { commit, settled } = groupCommit(db);
  const forgotten = ['DELETE FROM sessions WHERE expires_at < ?', 'DELETE FROM registrations WHERE expires_at < ?'].map((sql) => db.prepare(sql));
  return {
    ...sites(db, commit),
    ...sessions(db, commit),
    ...attempts(db, commit),
    ...devices(db, commit),
    ...signingKeys(db, commit),
    forget: (before) =>
      commit(() => {
        for (const statement of forgotten) statement.run(before);
      }),
    async close() {
      await settled();
      db.close();
    },
  };
}
