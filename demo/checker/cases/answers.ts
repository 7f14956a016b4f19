import { randomUUID } from 'node:crypto';
import type { Topic } from '../case.js';
import { matches, must, read, refused } from '../expect.js';

/** `POST /verify`: a learner's page submits a proof. */
export const answers: Topic = {
  'the right code gives a token': async ({ verifiedLearner }) => {
    matches((await verifiedLearner()).verdict, { method: 'motp' });
  },

  'expiresIn of a token is a duration, not a date': async ({ verifiedLearner }) => {
    const { expiresIn } = (await verifiedLearner()).verdict;
    must(expiresIn <= 3600, 'expiresIn in seconds, at most an hour', expiresIn);
  },

  'a wrong code leaves four tries': async ({ learnerAtGate, submitCode }) => {
    const { person, challenge } = await learnerAtGate();
    const [wrong] = person.wrongCodes(challenge, 1);
    matches(await submitCode(challenge.id, wrong!), { status: 'rejected', reason: 'wrong-code', attemptsLeft: 4 });
  },

  'the code of an hour ago is wrong': async ({ learnerAtGate, submitCode }) => {
    const { person, challenge } = await learnerAtGate();
    matches(await submitCode(challenge.id, person.oldCode(challenge)), { status: 'rejected', reason: 'wrong-code' });
  },

  'the code of the time step before or after is right': async ({ learnerInStep, submitCode }) => {
    for (const steps of [-1, 1]) {
      const { person, challenge } = await learnerInStep();
      matches(await submitCode(challenge.id, person.codeAt(challenge, steps)), { status: 'verified' });
    }
  },

  'a code two or more time steps off is wrong': async ({ learnerInStep, submitCode }) => {
    for (const steps of [2, 5, 9]) {
      const { person, challenge } = await learnerInStep();
      for (const off of [-steps, steps])
        matches(await submitCode(challenge.id, person.codeAt(challenge, off)), {
          status: 'rejected',
          reason: 'wrong-code',
        });
    }
  },

  'a made-up challenge id is unknown': async ({ postVerify }) => {
    for (const id of ['ch_made_up', '세션', '\u0000'])
      refused(await postVerify(id, '123456'), 'unknown-challenge', 'bad-request');
  },

  'a malformed code is refused and costs no try': async ({ learnerAtGate, wire, pageHeaders, openChallenge }) => {
    const { session, challenge } = await learnerAtGate();
    for (const code of ['', '12345', '12345x', '123 456', '１２３４５６', 123456, null, ['123456']])
      refused(
        await wire.post('/verify', { challenge: challenge.id, attempt: randomUUID(), proof: { code } }, pageHeaders),
        'bad-request',
      );
    matches(await openChallenge(session), { attemptsLeft: 5 });
  },

  'a malformed request is refused and costs no try': async ({ learnerAtGate, wire, pageHeaders, openChallenge }) => {
    const { session, challenge } = await learnerAtGate();
    const whole = { challenge: challenge.id, attempt: randomUUID(), proof: { code: '123456' } };
    for (const wrong of [
      { attempt: undefined },
      { attempt: 'short' },
      { attempt: 7 },
      { attempt: 'x'.repeat(129) },
      { proof: undefined },
      { proof: '123456' },
      { proof: {} },
      { challenge: undefined },
      { challenge: 7 },
    ])
      refused(await wire.post('/verify', { ...whole, ...wrong }, pageHeaders), 'bad-request');
    matches(await openChallenge(session), { attemptsLeft: 5 });
  },

  'unknown members are ignored': async ({ learnerAtGate, wire, pageHeaders }) => {
    const { person, challenge } = await learnerAtGate();
    const code = await person.rightCode(challenge);
    const reply = await wire.post(
      '/verify',
      { challenge: challenge.id, attempt: randomUUID(), proof: { code, typedIn: 'seconds' }, widget: '9.0' },
      pageHeaders,
    );
    matches(read('Verdict', reply), { status: 'verified' });
  },
};
