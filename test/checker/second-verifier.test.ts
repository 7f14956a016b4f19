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

  test('passes every case in another manner, without the optional parts', async (t) => {
    const { settings, verifierClock } = await startSecondVerifier(t, { terse: true });
    const others = (await caseResults(settings, verifierClock)).filter(({ result }) => result !== 'passed');
    assert.deepEqual(
      others.map(({ name, result }) => `${result} ${name}`),
      [
        'skipped sessions: a preview is the first challenge, without anything personal or made for one challenge',
        'skipped sessions: a dry request says whether verification is due and opens no session',
        'skipped tokens: a grant ends after a duration, not at a date',
        'skipped tokens: an entry that is verified every time is granted once',
        'skipped preflights: after a preview a page may make the preflight of its answer early',
      ],
    );
  });

  for (const [fault, { says, finders, more }] of Object.entries(faults))
    test(`is caught when ${says}`, async (t) => {
      const { settings, verifierClock } = await startSecondVerifier(t, { fault });
      const results = await caseResults(settings, verifierClock, everyCase ? undefined : finders);
      const failed = results.filter(({ result }) => result === 'failed').map(({ name }) => name);
      assert.deepEqual(more ? finders.filter((name) => failed.includes(name)) : failed, finders);
    });
});
