import pg from 'pg';
import { missing } from '../migrations.js';

/** Any number will do, as long as every version of the verifier uses the same. */
const migrationLock = 4174;

/** Applies the migrations that this database has not had yet, under a lock: processes that start together wait for each other. */
export async function migrate(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
    await client.query('CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)');
    const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations');
    for (const { name, sql } of missing(new Set(rows.map((row) => row.name)))) {
      await client.query(sql);
      await client.query('INSERT INTO migrations (name) VALUES ($1)', [name]);
    }
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
