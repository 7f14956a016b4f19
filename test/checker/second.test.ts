/** The checker knows the contract and not our program: it passes a verifier in another language, and finds what is made wrong in it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { missingPython } from '../second-verifier/start.js';
import { outcomes } from './outcomes.js';
import { startOther } from './second.js';

/** The cases that must find each fault; no other case may stumble over it. */
const finders: Record<string, string[]> = {
  'counts-per-question': [
    'attempts: ten of the same at once are one',
    'locks: a locked learner is asked no code',
    'locks: new questions give no new tries',
    'locks: new sessions give no new tries',
  ],
  'accepts-used-codes': [
    'single use: a used code is refused in a new session and costs no try',
    'single use: a used code is used for every learner of that phone',
    'single use: nor more often in five sessions at once',
  ],
  'forgets-attempts': [
    'attempts: a wrong code sent again with its attempt costs one try',
    'attempts: a right code sent again with its attempt gives a token that is good once',
    'attempts: ten of the same at once are one',
    'attempts: an attempt cannot be mended with another code',
    'attempts: it keeps its verdict when the session has moved on',
  ],
  'redeems-again': [
    'attempts: a right code sent again with its attempt gives a token that is good once',
    'tokens: the second time it is used',
    'tokens: ten times at once it is good once',
  ],
  'answers-any-preflight': ['preflights: a page of another site may not'],
  'admits-any-page': [
    'locks: a page of another site is not told of it',
    'origins: a page of another site is asked nothing',
    'origins: origins that only look alike are other sites',
    'origins: a page of another site answers nothing, and costs no try',
    'origins: and from no other origin of the same site',
  ],
  'takes-broken-json': ['bodies: no body', 'bodies: half a body', 'bodies: a page of HTML'],
  'never-locks': [
    'locks: the sixth is locked',
    'locks: so is the right code',
    'locks: a locked learner is asked no code',
    'locks: new questions give no new tries',
    'locks: new sessions give no new tries',
    'locks: twelve guesses at once are five tries',
  ],
  'tells-people-apart': [
    'people: a phone of another name and a phone that nobody has are answered alike',
    'people: the answer is a mismatch and costs no try',
  ],
  'sends-dates': ['questions: it lasts for a duration, no longer than its session', 'expiry: not before'],
  'takes-any-size': ['bodies: more than 16 KB'],
  'believes-claims': ['tokens: a changed one is invalid', 'tokens: one without a signature is invalid'],
  'never-expires': ['expiry: a question'],
  'counts-malformed': [
    'answers: what is no code is refused and costs no try',
    'answers: a request of another shape is refused and costs no try',
  ],
  'guesses-the-method': ['questions: a method that nobody knows is not supported'],
  'refuses-extras': [
    'sessions: members that the contract does not name are ignored',
    'questions: members that the contract does not name are ignored',
    'answers: members that the contract does not name are ignored',
    'bodies: 8 KB are taken',
  ],
  'lets-sites-mix': ['tokens: one of another site is invalid, and stays good for its own'],
  'reads-then-writes': [
    'single use: one right code sent ten times at once is accepted once',
    'single use: nor more often in five sessions at once',
    'tokens: ten times at once it is good once',
  ],
};

describe('a verifier in another language', { skip: missingPython, concurrency: 3 }, () => {
  test('keeps every promise of the contract', async (t) => {
    const { settings, passage } = await startOther(t);
    assert.deepEqual(
      (await outcomes(settings, passage)).filter(({ result }) => result !== 'passed'),
      [],
    );
  });

  for (const [fault, expected] of Object.entries(finders))
    test(`${fault}: is found, and by the right cases`, async (t) => {
      const { settings, passage } = await startOther(t, fault);
      const failed = (await outcomes(settings, passage))
        .filter(({ result }) => result === 'failed')
        .map(({ name }) => name);
      assert.deepEqual(failed, expected);
    });

  test('every fault that it can have is tried', () => {
    const faults = JSON.parse(
      readFileSync(new URL('../second-verifier/faults.json', import.meta.url), 'utf8'),
    ) as Record<string, string>;
    assert.deepEqual(Object.keys(finders).sort(), Object.keys(faults).sort());
  });
});
