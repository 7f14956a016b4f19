import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcomes } from './outcomes.js';
import { startOurs } from './ours.js';

test('our verifier keeps every promise of the contract', async (t) => {
  const { settings, passage } = await startOurs(t);
  const all = await outcomes(settings, passage);
  assert.deepEqual(
    all.filter(({ result }) => result !== 'passed'),
    [],
  );
  assert(all.length >= 40);
});
