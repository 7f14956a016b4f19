import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { claimWith } from '../../demo/phone/app/pin/claim.js';
import { isGuessable } from '../../demo/phone/app/pin/guessable.js';
import { SAFE_WORDS, safeWordOf } from '../../demo/phone/app/pin/safe-word.js';

const secret = (n: number) => new Uint8Array(20).fill(n);

test('a claim is an HMAC under the secret, with its own attempt id', async () => {
  const [one, other] = [await claimWith(secret(1)), await claimWith(secret(1))];
  assert.equal(one.proof, createHmac('sha256', secret(1)).update(`mo-otp-gate unlock ${one.attempt}`).digest('hex'));
  assert.match(one.attempt, /^[0-9a-f]{32}$/);
  assert.notEqual(one.attempt, other.attempt);
});

test('a secret has one safe word; most other secrets have another', async () => {
  const words = await Promise.all(Array.from({ length: 200 }, (_, n) => safeWordOf(secret(n))));
  assert.equal(await safeWordOf(secret(7)), words[7]);
  assert.deepEqual(new Set(words), new Set(SAFE_WORDS), 'all sixteen are in use');
});

test('a safe word is derived from its own HMAC text, separate from other uses of the secret', async () => {
  const [first] = createHmac('sha256', secret(1)).update('mo-otp-gate safe word').digest();
  assert.equal(await safeWordOf(secret(1)), SAFE_WORDS[first! % 16]);
});

test('the sixteen safe words are distinct', () => assert.equal(new Set(SAFE_WORDS).size, 16));

const phone = '01000005678';
for (const [pin, guessable] of [
  ['0000', true],
  ['7777', true],
  ['1234', true],
  ['9876', true],
  ['5678', true],
  ['2580', false],
  ['1357', false],
  ['1123', false],
  ['0100', false],
  ['1212', false],
] as const)
  test(`${pin} is ${guessable ? 'refused' : 'accepted'} as a PIN`, () =>
    assert.equal(isGuessable(pin, phone), guessable));

test('the end of another phone number is accepted', () => assert.equal(isGuessable('4071', '01000009999'), false));
