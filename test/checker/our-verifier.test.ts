import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caseResults } from './case-results.js';
import { startOurVerifier } from './our-verifier.js';

test('our verifier keeps every promise of the contract', async (t) => {
  const { settings, verifierClock } = await startOurVerifier(t);
  const all = await caseResults(settings, verifierClock);
  assert.deepEqual(
    all.filter(({ result }) => result !== 'passed'),
    [],
  );
  assert(all.length >= 40);
});
