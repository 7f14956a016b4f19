import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { addMasterKey, dropOldMasterKeys, masterKeyFile } from '../../demo/verifier/crypto/master-keys.js';
import { openVault } from '../../demo/verifier/crypto/vault.js';

const master = randomBytes(32);
const vault = openVault(master);

test('a sealed text opens under its own name, also after a restart', () => {
  const sealed = vault.seal('홍길동 010-0000-1234', 'session 1');
  assert.equal(openVault(master).open(sealed, 'session 1').toString(), '홍길동 010-0000-1234');
});

test('a sealed text does not open under another name, altered, truncated or with another key', () => {
  const sealed = vault.seal('secret', 'here');
  const [key, text] = sealed.split('.') as [string, string];
  const changed = Buffer.from(text, 'base64url');
  changed[15]! ^= 1;
  assert.throws(() => vault.open(sealed, 'there'));
  assert.throws(() => vault.open(`${key}.${changed.toString('base64url')}`, 'here'));
  assert.throws(() => vault.open(`${key}.${text.slice(0, -4)}`, 'here'));
  assert.throws(() => vault.open(key, 'here'));
  assert.throws(() => openVault(randomBytes(32)).open(sealed, 'here'), /master key/);
});

test('sealing twice yields different texts', () => assert.notEqual(vault.seal('a', 'b'), vault.seal('a', 'b')));

test('a keyed hash depends on text, purpose and key', () => {
  const hashes = [
    vault.hash('phone', '01000001234'),
    vault.hash('phone', '01000005678'),
    vault.hash('name', '01000001234'),
    openVault(randomBytes(32)).hash('phone', '01000001234'),
  ];
  assert.equal(new Set(hashes).size, 4);
  assert.equal(openVault(master).hash('phone', '01000001234'), hashes[0]);
});

test('a master key of another length is refused', () => assert.throws(() => openVault(randomBytes(16)), /32 bytes/));

test('the key file is created once, readable by its owner only', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-vault-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'data/master.key');
  const first = masterKeyFile(path)();
  assert.deepEqual(
    first.map(({ length }) => length),
    [32],
  );
  assert.deepEqual(masterKeyFile(path)(), first);
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('an open vault seals with a new master key at once and opens old texts until the old key is dropped', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-vault-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'master.key');
  const running = openVault(masterKeyFile(path));
  const old = running.seal('secret', 'here');
  assert.equal(running.reseal(old, 'here'), null);
  addMasterKey(path);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  const resealed = running.reseal(old, 'here')!;
  assert.notEqual(resealed.split('.')[0], old.split('.')[0]);
  assert.equal(running.open(old, 'here').toString(), 'secret');
  dropOldMasterKeys(path);
  assert.equal(running.open(resealed, 'here').toString(), 'secret');
  assert.throws(() => running.open(old, 'here'), /master key/);
});
