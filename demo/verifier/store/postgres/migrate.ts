import pg from 'pg';
import { pendingMigrations } from '../migrations.js';

/** An arbitrary number, the same in every version of the verifier. */
const migrationLock = 4174;

/**
 * Applies the migrations that this database still needs, under a lock: of processes that start at once, one does it.
 */
export async function migrate(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
    await client.query('CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)');
    const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations');
    for (const { name, sql } of pendingMigrations(rows.map((row) => row.name))) {
      await client.query(sql);
      await client.query('INSERT INTO migrations (name) VALUES ($1)', [name]);
    }
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
