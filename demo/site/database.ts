import Database from 'libsql';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type { Database };

/** Opens the site's database, `site.db` in a folder readable by its owner only, or in memory without a folder. */
export function openDatabase(folder?: string): Database.Database {
  if (folder !== undefined) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = new Database(folder === undefined ? ':memory:' : join(folder, 'site.db'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON;');
  database.exec(readFileSync(new URL('schema.sql', import.meta.url), 'utf8'));
  return database;
}
