import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import Database from 'libsql';
import { groupCommit } from '../../demo/verifier/store/sqlite/group-commit.js';
import { openSqlite } from '../../demo/verifier/store/sqlite/sqlite.js';
import { storeSuite } from './store-suite.js';

function scratch(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-store-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return join(folder, 'store.db');
}

storeSuite('SQLite', (t) => {
  const file = scratch(t);
  return async () => openSqlite(file);
});

test('SQLite: what waits in one turn of the event loop shares one transaction, what comes later has its own', async (t) => {
  const db = new Database(scratch(t));
  t.after(() => db.close());
  const begun: string[] = [];
  const exec = db.prepare.bind(db);
  db.prepare = ((sql: string) => {
    const statement = exec(sql);
    const run = statement.run.bind(statement);
    statement.run = (...params: unknown[]) => (begun.push(sql), run(...params));
    return statement;
  }) as typeof db.prepare;
  const { commit } = groupCommit(db);
  assert.deepEqual(await Promise.all([commit(() => 1), commit(() => 2), commit(() => 3)]), [1, 2, 3]);
  assert.equal(begun.filter((sql) => sql === 'COMMIT').length, 1);
  await commit(() => 4);
  assert.equal(begun.filter((sql) => sql === 'COMMIT').length, 2);
});

test('SQLite: work that throws is undone, the work beside it is not', async (t) => {
  const db = new Database(scratch(t));
  t.after(() => db.close());
  db.exec('CREATE TABLE numbers (number INTEGER)');
  const { commit } = groupCommit(db);
  const add = db.prepare('INSERT INTO numbers (number) VALUES (?)');
  const [, broken] = await Promise.allSettled([
    commit(() => add.run(1)),
    commit(() => {
      add.run(2);
      throw new Error('broken');
    }),
    commit(() => add.run(3)),
  ]);
  assert.equal(broken.status, 'rejected');
  assert.deepEqual(db.prepare('SELECT number FROM numbers').all(), [{ number: 1 }, { number: 3 }]);
});

test('SQLite: a commit that fails rejects all that shared it, and the store goes on', async (t) => {
  const file = scratch(t);
  const db = new Database(file);
  t.after(() => db.close());
  db.exec('PRAGMA foreign_keys = ON; CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)');
  const { commit } = groupCommit(db);
  const orphan = db.prepare('INSERT INTO child (parent) VALUES (?)');
  const both = await Promise.allSettled([commit(() => orphan.run(1).changes), commit(() => 'innocent')]);
  assert.deepEqual(both.map(({ status }) => status), ['rejected', 'rejected']);
  assert.equal(await commit(() => 'fine'), 'fine');
  assert.deepEqual(db.prepare('SELECT * FROM child').all(), []);
});

test('SQLite: two processes may use one file', async (t) => {
  const file = scratch(t);
  const [one, other] = [openSqlite(file), openSqlite(file)];
  t.after(() => Promise.all([one.close(), other.close()]));
  await one.putSite({ id: 'site', name: 'A site', origins: ['http://site.test'] });
  await other.addSecret('site', 'hash', 1);
  assert.equal((await one.siteBySecret('hash'))?.id, 'site');
});
