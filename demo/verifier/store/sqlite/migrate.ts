import { readdirSync, readFileSync } from 'node:fs';
import type { Database } from 'libsql';

const folder = new URL('../migrations/', import.meta.url);

/** Applies the migrations that this database has not had yet, in the order of their numbers, under the write lock: processes that start together wait for each other. */
export function migrate(db: Database): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    db.exec('CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)');
    const applied = new Set((db.prepare('SELECT name FROM migrations').all() as { name: string }[]).map(({ name }) => name));
    const record = db.prepare('INSERT INTO migrations (name) VALUES (?)');
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.sql') && !applied.has(file)).sort()) {
      db.exec(readFileSync(new URL(name, folder), 'utf8'));
      record.run(name);
    }
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}
