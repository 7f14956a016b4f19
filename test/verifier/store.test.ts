import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
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
