import Database from 'libsql';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type { Database };

/** Opens the site's database, `site.db` in a folder readable by its owner only, or in memory without a folder. */
export function openDatabase(folder?: string): Database.Database {
  if (folder !== undefined) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = new Database(folder === undefined ? ':memory:' : join(folder, 'site.db'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON;');
  upgrade(database);
  database.exec(readFileSync(new URL('schema.sql', import.meta.url), 'utf8'));
  return database;
}

/** Renames the tables of the first version and drops its grants, which had no end. Learning records stay. */
function upgrade(database: Database.Database): void {
  if (!database.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'papers'`).get()) return;
  database.exec(`
    ALTER TABLE papers RENAME TO assessments;
    ALTER TABLE entrants RENAME TO guests;
    ALTER TABLE lessons ADD COLUMN unverified INTEGER NOT NULL DEFAULT 0;
    DELETE FROM assessments WHERE done_at IS NULL;
    DROP TABLE grants;`);
}
