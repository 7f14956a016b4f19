/** What a verifier does at its start without the right master key, or without the database of its key. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { openVerifier, type OpenVerifier } from '../../demo/verifier/compose.js';
import { settingsFrom } from '../../demo/verifier/settings.js';
import { SetClock } from '../support/verifier.js';

const clock = new SetClock();
const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');

function begin(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-key-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = (name: string) => join(folder, name);
  const start = async (variables: Record<string, string> = {}, mayStartNew = false) => {
    const settings = settingsFrom({ DATA_DIR: folder, LOG_LEVEL: 'silent', ...variables });
    const verifier = await openVerifier(settings, { clock, mayStartNew });
    t.after(() => verifier.close());
    return verifier;
  };
  return { file, start };
}
const kids = async ({ store }: OpenVerifier) => (await store.signingKeys()).map(({ kid }) => kid);

test('a lost key file is named with its remedy, and no new one is made', async (t) => {
  const { file, start } = begin(t);
  const first = await start();
  const known = await kids(first);
  await first.close();
  renameSync(file('master.key'), file('kept'));
  await assert.rejects(start(), /^Error: DATA_DIR does not hold .*master\.key is missing\. Restore the key from its/);
  assert.equal(existsSync(file('master.key')), false);
  renameSync(file('kept'), file('master.key'));
  assert.deepEqual(await kids(await start()), known);
});

test('a wrong MASTER_KEY is named with its remedy, and nothing is written', async (t) => {
  const { start } = begin(t);
  const first = await start({ MASTER_KEY: key(1) });
  const known = await kids(first);
  await first.close();
  await assert.rejects(
    start({ MASTER_KEY: key(2) }),
    ({ message }: Error) => /^MASTER_KEY does not hold .*Restore the key/.test(message) && !message.includes(key(2)),
  );
  assert.deepEqual(await kids(await start({ MASTER_KEY: key(1) })), known);
});

test('an empty database beside an older key is a question, and the key stays whatever the answer', async (t) => {
  const { file, start } = begin(t);
  await (await start()).close();
  const before = readFileSync(file('master.key'), 'utf8');
  for (const name of ['verifier.db', 'verifier.db-wal', 'verifier.db-shm']) rmSync(file(name), { force: true });
  await assert.rejects(start(), /EmptyDatabase: The database is empty, but .*master\.key.*--new-database/);
  assert.equal(readFileSync(file('master.key'), 'utf8'), before);
  assert.equal((await kids(await start({}, true))).length, 1);
  assert.equal(readFileSync(file('master.key'), 'utf8'), before);
});

test('processes that start at once on an empty folder share one key', async (t) => {
  const { start } = begin(t);
  const [one, ...others] = await Promise.all([start(), start(), start()]);
  for (const other of others) assert.deepEqual(await kids(other), await kids(one!));
});
