import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

let opened = 0;
before(() => void opened++);
after(() => assert.equal(opened, 1));
test('a story', () => assert.equal(opened, 1));
test('a story with parts', async (t) => {
  await t.test('a part', () => undefined);
});
test('a story for another machine', { skip: 'not here' }, () => undefined);
