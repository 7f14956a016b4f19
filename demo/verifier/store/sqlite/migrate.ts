import type { Database } from 'libsql';
import { missing } from '../migrations.js';

/** Applies the migrations that this database has not had yet, under the write lock: processes that start together wait for each other. */
export function migrate(db: Database): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    db.exec('CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)');
    const applied = (db.prepare('SELECT name FROM migrations').all() as { name: string }[]).map(({ name }) => name);
    const record = db.prepare('INSERT INTO migrations (name) VALUES (?)');
    for (const { name, sql } of missing(new Set(applied))) {
      db.exec(sql);
      record.run(name);
    }
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}
