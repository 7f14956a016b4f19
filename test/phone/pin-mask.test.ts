import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskSecret, unmaskSecret } from '../../demo/phone/app/pin/pin-mask.js';

const secret = Uint8Array.from({ length: 20 }, (_, i) => i * 7 + 3);

test('the right PIN yields the secret each time', async () => {
  const stored = await maskSecret(secret, '2580');
  assert.deepEqual(await unmaskSecret(stored, '2580'), secret);
  assert.deepEqual(await unmaskSecret(stored, '2580'), secret);
});

test('every other PIN yields twenty other bytes', async () => {
  const stored = await maskSecret(secret, '2580');
  const seen = new Set([secret.join()]);
  for (const pin of ['0000', '2581', '0852', '9999', '258', '25800', '']) {
    const unlocked = await unmaskSecret(stored, pin);
    assert.equal(unlocked.length, 20);
    assert.ok(!seen.has(unlocked.join()), `${pin} opens to bytes of its own`);
    seen.add(unlocked.join());
  }
});

test('the same secret and PIN are masked differently on each phone', async () => {
  const [one, other] = [await maskSecret(secret, '2580'), await maskSecret(secret, '2580')];
  assert.notDeepEqual(one.salt, other.salt);
  assert.notDeepEqual(one.hidden, other.hidden);
  assert.notDeepEqual(await unmaskSecret({ ...one, key: other.key }, '2580'), secret);
});

test('the record does not contain the secret, and its key is not extractable', async () => {
  const { key, hidden, salt } = await maskSecret(secret, '2580');
  assert.notDeepEqual(hidden, secret);
  assert.equal(salt.length, 16);
  assert.equal(key.extractable, false);
  await assert.rejects(crypto.subtle.exportKey('raw', key));
});

test('a secret longer than the pad is refused', async () => {
  await assert.rejects(maskSecret(new Uint8Array(33), '2580'), RangeError);
  assert.deepEqual(await unmaskSecret(await maskSecret(new Uint8Array(32), '2580'), '2580'), new Uint8Array(32));
});
