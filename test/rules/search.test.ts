import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { search } from '../../widget/methods/captcha/search.js';

const puzzle = (number: number, maxNumber: number) => ({
  challenge: createHash('sha256').update(`salt${number}`).digest('hex'),
  salt: 'salt',
  maxNumber,
});

for (const number of [0, 1, 127, 128, 129, 300])
  test(`finds ${number}`, async () => assert.equal(await search(puzzle(number, 300), () => true), number));

test('finds the last number that is asked for', async () => {
  for (const last of [0, 127, 128, 256]) assert.equal(await search(puzzle(last, last), () => true), last);
});

test('finds nothing beyond what is asked for', async () => {
  for (const [number, maxNumber] of [
    [301, 300],
    [128, 127],
    [1, 0],
  ] as const)
    assert.equal(await search(puzzle(number, maxNumber), () => true), undefined);
});

test('reports how many numbers were tried, and stops on demand', async () => {
  const reported: number[] = [];
  assert.equal(await search(puzzle(300, 300), (tried) => reported.push(tried) < 2), undefined);
  assert.deepEqual(reported, [0, 128]);
});
