import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hide, reveal } from '../../demo/phone/app/pin/camouflage.js';

const secret = Uint8Array.from({ length: 20 }, (_, i) => i * 7 + 3);

test('the right PIN opens to the secret, each time', async () => {
  const stored = await hide(secret, '2580');
  assert.deepEqual(await reveal(stored, '2580'), secret);
  assert.deepEqual(await reveal(stored, '2580'), secret);
});

test('every other PIN opens to twenty bytes too, and to other ones', async () => {
  const stored = await hide(secret, '2580');
  const seen = new Set([secret.join()]);
  for (const pin of ['0000', '2581', '0852', '9999', '258', '25800', '']) {
    const opened = await reveal(stored, pin);
    assert.equal(opened.length, 20);
    assert.ok(!seen.has(opened.join()), `${pin} opens to bytes of its own`);
    seen.add(opened.join());
  }
});

test('the same secret and PIN are hidden differently on each phone', async () => {
  const [one, other] = [await hide(secret, '2580'), await hide(secret, '2580')];
  assert.notDeepEqual(one.salt, other.salt);
  assert.notDeepEqual(one.hidden, other.hidden);
  assert.notDeepEqual(await reveal({ ...one, key: other.key }, '2580'), secret);
});

test('what is stored has the secret nowhere, and a key that no script reads', async () => {
  const { key, hidden, salt } = await hide(secret, '2580');
  assert.notDeepEqual(hidden, secret);
  assert.equal(salt.length, 16);
  assert.equal(key.extractable, false);
  await assert.rejects(crypto.subtle.exportKey('raw', key));
});

test('a secret longer than the pad is refused instead of being left bare', async () => {
  await assert.rejects(hide(new Uint8Array(33), '2580'), RangeError);
  assert.deepEqual(await reveal(await hide(new Uint8Array(32), '2580'), '2580'), new Uint8Array(32));
});
