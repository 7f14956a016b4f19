/** Every method declares how its challenges are answered; nothing else guesses it from their parameters. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { methods } from '../../widget/methods/index.js';
import type { Method } from '../../widget/methods/method.js';

const load = async (id: string) => {
  const entry = methods[id]!;
  return typeof entry === 'function' ? ((await entry()).method as Method) : entry;
};

for (const [id, params, kind] of [
  ['motp', {}, 'code'],
  ['web-otp', { state: 'new' }, 'page'],
  ['web-otp', { state: 'enrol' }, 'code'],
  ['web-otp', { state: 'registered' }, 'code'],
  ['captcha', { kind: 'work' }, 'task'],
  ['captcha', { kind: 'page' }, 'task'],
  ['phone', {}, 'page'],
  ['ipin', {}, 'page'],
] as const)
  test(`${id} ${JSON.stringify(params)} is answered with a ${kind}`, async () =>
    assert.equal((await load(id)).kind(params as never), kind));

test('only the registration of a browser continues with its own method after an unlock', async () => {
  const continuing = [];
  for (const id of Object.keys(methods)) if ((await load(id)).continues) continuing.push(id);
  assert.deepEqual(continuing, ['web-otp']);
});
