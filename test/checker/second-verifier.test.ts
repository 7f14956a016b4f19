/**
 * The checker is independent of our verifier: a verifier in another language passes, and each fault injected into it is
 * found.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { faults } from '../second-verifier/faults.js';
import { missingPython } from '../second-verifier/start.js';
import { caseResults } from './case-results.js';
import { startSecondVerifier } from './second-verifier.js';

/** With `FAULT_CASES=all` every case runs against every fault, so that none fails without reason; else the finders. */
const everyCase = process.env['FAULT_CASES'] === 'all';

describe('a verifier in another language', { skip: missingPython, concurrency: 3 }, () => {
  test('passes every case', async (t) => {
    const { settings, verifierClock } = await startSecondVerifier(t);
    assert.deepEqual(
      (await caseResults(settings, verifierClock)).filter(({ result }) => result !== 'passed'),
      [],
    );
  });

  for (const [fault, { says, finders, more }] of Object.entries(faults))
    test(`is caught when ${says}`, async (t) => {
      const { settings, verifierClock } = await startSecondVerifier(t, fault);
      const results = await caseResults(settings, verifierClock, everyCase ? undefined : finders);
      const failed = results.filter(({ result }) => result === 'failed').map(({ name }) => name);
      assert.deepEqual(more ? finders.filter((name) => failed.includes(name)) : failed, finders);
    });
});
