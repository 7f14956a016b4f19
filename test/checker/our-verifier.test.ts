import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caseResults } from './case-results.js';
import { startOurVerifier } from './our-verifier.js';

test('our verifier passes every case', async (t) => {
  const { settings, verifierClock } = await startOurVerifier(t);
  const all = await caseResults(settings, verifierClock);
  assert.deepEqual(
    all.filter(({ result }) => result !== 'passed'),
    [],
  );
  assert(all.length >= 40);
});
