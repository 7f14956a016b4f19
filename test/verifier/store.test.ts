import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
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

test('SQLite: two processes may use one file', async (t) => {
  const file = scratch(t);
  const [one, other] = [openSqlite(file), openSqlite(file)];
  t.after(() => Promise.all([one.close(), other.close()]));
  await one.putSite({ id: 'site', name: 'A site', origins: ['http://site.test'] });
  await other.addSecret('site', 'hash', 1);
  assert.equal((await one.siteBySecret('hash'))?.id, 'site');
});
