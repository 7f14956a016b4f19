/**
 * Migrations only append: the initial one creates the schema of the nine that it replaced; older databases are refused.
 */
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import pg from 'pg';
import { openPostgres } from '../../demo/verifier/store/postgres/postgres.js';
import { openSqlite } from '../../demo/verifier/store/sqlite/sqlite.js';
import { sharedPostgres, withoutPostgres } from '../support/postgres.js';

const fixture = (file: string) => fileURLToPath(new URL(`fixtures/0009/${file}`, import.meta.url));
const initial = readFileSync(new URL('../../demo/verifier/store/migrations/0001-initial.sql', import.meta.url), 'utf8');

/** All tables except that of the migrations: columns in order, foreign keys and indexes. */
function sqliteSchema(db: Database.Database) {
  const all = (text: string) => db.prepare(text).all() as { name: string }[];
  const tables = all(`SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'migrations' ORDER BY name`);
  return tables.map(({ name }) => ({
    name,
    columns: all(`PRAGMA table_info(${name})`),
    keys: all(`PRAGMA foreign_key_list(${name})`),
    indexes: all(`PRAGMA index_list(${name})`)
      .map((index) => ({ ...index, seq: 0, columns: all(`PRAGMA index_info(${index.name})`) }))
      .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
  }));
}

async function postgresSchema(client: pg.Client) {
  const query = async (text: string) => (await client.query<Record<string, unknown>>(text)).rows;
  return {
    columns: await query(
      `SELECT table_name, column_name, ordinal_position, data_type, is_nullable, column_default
       FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'migrations' ORDER BY 1, 3`,
    ),
    constraints: await query(
      `SELECT conrelid::regclass::text AS "table", conname, pg_get_constraintdef(oid) FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'migrations' ORDER BY 1, 2`,
    ),
    indexes: await query(
      `SELECT indexname, indexdef FROM pg_indexes
       WHERE schemaname = 'public' AND tablename <> 'migrations' ORDER BY 1`,
    ),
  };
}

test('SQLite: the initial migration creates the schema of the nine that it replaced', (t) => {
  const [old, fresh] = [new Database(fixture('sqlite.db'), { readonly: true }), new Database(':memory:')];
  t.after(() => [old, fresh].forEach((db) => db.close()));
  fresh.exec(initial);
  const schema = sqliteSchema(fresh);
  assert.equal(schema.length, 26);
  assert.deepEqual(schema, sqliteSchema(old));
});

test('SQLite: an older database is refused with one sentence and left unchanged', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-older-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'verifier.db');
  copyFileSync(fixture('sqlite.db'), file);
  const db = new Database(file);
  db.exec(`DELETE FROM migrations WHERE name > '0007-z'`);
  const before = sqliteSchema(db);
  assert.throws(() => openSqlite(file), { message: /^its schema is older than this version can read \(7 of 9/ });
  assert.deepEqual(sqliteSchema(db), before);
  db.close();
});

test(
  'PostgreSQL: the initial migration creates the same schema; an older database is refused',
  {
    skip: withoutPostgres,
  },
  async (t) => {
    const server = await sharedPostgres();
    t.after(() => server.stop());
    const connect = async (url: string) => {
      const client = new pg.Client(url);
      await client.connect();
      return client;
    };
    const [oldUrl, freshUrl] = [await server.database(), await server.database()];
    const loading = await connect(oldUrl);
    await loading.query(readFileSync(fixture('postgres.sql'), 'utf8'));
    await loading.end();
    const [old, fresh] = [await connect(oldUrl), await connect(freshUrl)];
    await fresh.query(initial);
    const schema = await postgresSchema(fresh);
    assert.equal(new Set(schema.columns.map((column) => column['table_name'])).size, 26);
    assert.deepEqual(schema, await postgresSchema(old));
    await old.query(`DELETE FROM migrations WHERE name = '0005-outside.sql'`);
    await assert.rejects(openPostgres(oldUrl), { message: /^its schema is older than this version can read \(8 of 9/ });
    assert.deepEqual(await postgresSchema(old), schema);
    await Promise.all([old.end(), fresh.end()]);
  },
);
