import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import Database from 'libsql';
import { openSqlite } from '../../demo/verifier/store/sqlite/sqlite.js';
import { storeSuite } from './store-suite.js';

const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-store-'));
after(() => rmSync(folder, { recursive: true }));
let files = 0;
const scratch = () => join(folder, `${++files}.db`);

storeSuite('SQLite', () => {
  const file = scratch();
  return async () => openSqlite(file);
});

test('SQLite: two processes may use one file', async (t) => {
  const file = scratch();
  const [one, other] = [openSqlite(file), openSqlite(file)];
  t.after(() => Promise.all([one.close(), other.close()]));
  await one.putSite({ id: 'site', name: 'A site', origins: ['http://site.test'] });
  await other.addSecret('site', 'hash', 1);
  assert.equal((await one.siteBySecret('hash'))?.id, 'site');
});

test('SQLite: reads do not wait behind a write that waits for another process', async (t) => {
  const file = scratch();
  const store = openSqlite(file);
  t.after(() => store.close());
  await store.putSite({ id: 'site', name: 'before', origins: [] });
  const other = new Database(file);
  t.after(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  const put = store.putSite({ id: 'site', name: 'after', origins: [] });
  assert.equal((await store.site('site'))?.name, 'before');
  other.exec('COMMIT');
  await put;
  assert.equal((await store.site('site'))?.name, 'after');
});

test('SQLite: a write times out after five seconds of another process’s lock; the event loop runs on', async (t) => {
  const file = scratch();
  const store = openSqlite(file);
  t.after(() => store.close());
  const other = new Database(file);
  t.after(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const put = (id: string) => store.putSite({ id, name: 'A site', origins: [] });
  let turns = 0;
  let isSettled = false;
  const refused = ['a', 'b', 'c'].map((id) => assert.rejects(put(id), { code: 'SQLITE_BUSY' }));
  const settled = Promise.all(refused).finally(() => (isSettled = true));
  for (; !isSettled; turns++) {
    await setImmediate();
    t.mock.timers.tick(50);
  }
  await settled;
  assert.ok(turns >= 100 && turns < 300, `${turns} turns of the event loop of 50 ms: one time-out for the batch`);
  other.exec('COMMIT');
  t.mock.timers.reset();
  await put('a');
  assert.equal((await store.site('a'))?.name, 'A site');
});

test('SQLite: closing needs no write lock and completes a waiting write', async (t) => {
  const file = scratch();
  const [store, idle] = [openSqlite(file), openSqlite(file)];
  const other = new Database(file);
  t.after(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  await idle.close();
  const entering = store.enter([{ name: 'bucket', interval: 1000, burst: 1 }], 0);
  const putting = store.putSite({ id: 'site', name: 'A site', origins: [] });
  await setImmediate();
  const closing = store.close();
  other.exec('COMMIT');
  assert.deepEqual(await Promise.all([entering, putting, closing]), [0, undefined, undefined]);
});

test('SQLite: the file, its log and its index are for their owner’s eyes only, also those of an earlier version', async (t) => {
  const file = scratch();
  writeFileSync(file, '', { mode: 0o644 });
  const store = openSqlite(file);
  t.after(() => store.close());
  await store.putSite({ id: 'site', name: 'A site', origins: [] });
  for (const name of [file, `${file}-wal`, `${file}-shm`]) assert.equal(statSync(name).mode & 0o777, 0o600, name);
});
