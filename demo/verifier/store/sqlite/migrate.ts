import type { Database } from 'libsql';
import { pendingMigrations } from '../migrations.js';

/**
 * Applies the migrations that this database still needs, under the write lock: of processes that start at once, one
 * does it.
 */
export function migrate(db: Database): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    db.exec('CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)');
    const applied = (db.prepare('SELECT name FROM migrations').all() as { name: string }[]).map(({ name }) => name);
    const record = db.prepare('INSERT INTO migrations (name) VALUES (?)');
    for (const { name, sql } of pendingMigrations(applied)) {
      db.exec(sql);
      record.run(name);
    }
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}
