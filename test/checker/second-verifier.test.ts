/**
 * The checker is independent of our verifier: a verifier in another language passes, and each fault injected into it is
 * found.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { missingPython } from '../second-verifier/start.js';
import { caseResults } from './case-results.js';
import { startSecondVerifier } from './second-verifier.js';

/** The cases that must fail for each fault; no other case may. */
const finders: Record<string, string[]> = {
  'counts-per-challenge': [
    'attempts: ten concurrent repetitions of one attempt count once',
    'locks: a locked learner gets no challenge',
    'locks: new challenges do not reset the tries',
    'locks: new sessions do not reset the tries',
  ],
  'accepts-used-codes': [
    'single use: a used code is refused in a new session and costs no try',
    'single use: a used code is used for every learner with that phone',
    'single use: one right code in five concurrent sessions is accepted once',
  ],
  'forgets-attempts': [
    'attempts: repeating the attempt of a wrong code costs one try',
    'attempts: repeating the attempt of a right code gives a token that redeems once',
    'attempts: ten concurrent repetitions of one attempt count once',
    'attempts: another code under the same attempt keeps the first verdict',
    'attempts: an attempt keeps its verdict after newer challenges',
  ],
  'redeems-again': [
    'attempts: repeating the attempt of a right code gives a token that redeems once',
    'tokens: a second redemption is refused as used',
    'tokens: ten concurrent redemptions succeed once',
  ],
  'answers-any-preflight': ['preflights: pages of other origins may not'],
  'admits-any-page': [
    'locks: a lock is not disclosed to another origin',
    'origins: another origin gets no challenge',
    'origins: origins are compared exactly',
    'origins: another origin cannot submit a code, nor use up a try',
    'origins: a session bound to an origin works from no other origin of its site',
  ],
  'takes-broken-json': ['bodies: an empty body', 'bodies: truncated JSON', 'bodies: HTML'],
  'never-locks': [
    'locks: the sixth attempt is locked',
    'locks: a right code does not open a lock',
    'locks: a locked learner gets no challenge',
    'locks: new challenges do not reset the tries',
    'locks: new sessions do not reset the tries',
    'locks: twelve concurrent guesses use five tries',
  ],
  'tells-people-apart': [
    'people: an unknown phone and a phone under another name get the same answer',
    'people: both are a mismatch, which costs no try',
    'people: a letter more is another person',
  ],
  'sends-dates': [
    'challenges: it expires after a duration, no later than its session',
    'expiry: a challenge is valid until then',
  ],
  'takes-any-size': ['bodies: more than 16 KB'],
  'believes-claims': ['tokens: an altered token is invalid', 'tokens: an unsigned token is invalid'],
  'never-expires': ['expiry: a challenge'],
  'counts-malformed': [
    'answers: a malformed code is refused and costs no try',
    'answers: a malformed request is refused and costs no try',
  ],
  'guesses-the-method': ['challenges: an unknown method is unsupported'],
  'refuses-extras': [
    'sessions: unknown members are ignored',
    'challenges: unknown members are ignored',
    'answers: unknown members are ignored',
    'bodies: a body of 8 KB is accepted',
  ],
  'dry-says-no': ['sessions: a dry request says whether verification is due and opens no session'],
  'dry-skips-checks': ['sessions: a dry request is refused like any other'],
  'previews-another': [
    'sessions: a preview is the first challenge, without anything personal or made for one challenge',
  ],
  'previews-people': [
    'sessions: a preview is the first challenge, without anything personal or made for one challenge',
  ],
  'refuses-early-preflights': ['preflights: after a preview a page may make the preflight of its answer early'],
  'sends-grant-dates': ['tokens: a grant ends after a duration, not at a date'],
  'grants-for-good': ['tokens: an entry that is verified every time is granted once'],
  'compares-as-written': ['people: another spelling of name and number is the same person'],
  'takes-any-number': ['sessions: a phone other than a mobile number opens no session'],
  'takes-any-encoding': ['sessions: text that is not UTF-8 opens no session'],
  'lets-sites-mix': ['tokens: another site cannot redeem or spend a token'],
  'reads-then-writes': [
    'single use: ten concurrent submissions of one right code are accepted once',
    'single use: one right code in five concurrent sessions is accepted once',
    'tokens: ten concurrent redemptions succeed once',
  ],
};

describe('a verifier in another language', { skip: missingPython, concurrency: 3 }, () => {
  test('passes every case', async (t) => {
    const { settings, verifierClock } = await startSecondVerifier(t);
    assert.deepEqual(
      (await caseResults(settings, verifierClock)).filter(({ result }) => result !== 'passed'),
      [],
    );
  });

  for (const [fault, expected] of Object.entries(finders))
    test(`${fault}: is found by the right cases only`, async (t) => {
      const { settings, verifierClock } = await startSecondVerifier(t, fault);
      const failed = (await caseResults(settings, verifierClock))
        .filter(({ result }) => result === 'failed')
        .map(({ name }) => name);
      assert.deepEqual(failed, expected);
    });

  test('every fault is covered', () => {
    const faults = JSON.parse(
      readFileSync(new URL('../second-verifier/faults.json', import.meta.url), 'utf8'),
    ) as Record<string, string>;
    assert.deepEqual(Object.keys(finders).sort(), Object.keys(faults).sort());
  });
});
