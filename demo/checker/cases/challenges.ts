import type { Topic } from '../case.js';
import { isPlausible } from '../person.js';
import { matches, must, mustBeUnguessable, read, refused } from '../expect.js';

/** `POST /challenge`: a learner's page requests a challenge. */
export const challenges: Topic = {
  'a session leads to a challenge with five tries': async ({ learnerAtGate }) => {
    const { challenge } = await learnerAtGate();
    matches(challenge, { method: 'motp', attemptsLeft: 5 });
    must(challenge.offers.includes('motp'), 'offers that include motp', challenge);
  },

  'without a method the first offer is used': async ({ wire, openSession, nextLearner, pageHeaders }) => {
    const reply = read(
      'ChallengeReply',
      await wire.post('/challenge', { session: await openSession(nextLearner().learner) }, pageHeaders),
    );
    must(reply.status === 'challenge' && reply.method === reply.offers[0], 'the first of its offers', reply);
  },

  'an unknown method is unsupported': async ({ wire, openSession, nextLearner, pageHeaders }) => {
    const id = await openSession(nextLearner().learner);
    for (const method of ['handshake', 'toString', '__proto__'])
      refused(await wire.post('/challenge', { session: id, method }, pageHeaders), 'unsupported-method');
  },

  'a made-up session id is unknown': async ({ postChallenge }) => {
    refused(await postChallenge('se_made_up'), 'unknown-session');
  },

  'odd session ids are unknown or refused, never a server error': async ({ postChallenge }) => {
    for (const id of ["' OR 1=1 --", '\u0000', '../../etc/passwd', '\ud800', '세션', '%00'])
      refused(await postChallenge(id), 'unknown-session', 'bad-request');
  },

  'a session may request several challenges': async ({ learnerAtGate, openChallenge }) => {
    const { session, challenge } = await learnerAtGate();
    mustBeUnguessable([challenge.id, (await openChallenge(session)).id, (await openChallenge(session)).id]);
  },

  'an earlier challenge of the session still accepts its answer': async ({
    learnerAtGate,
    openChallenge,
    submitCode,
  }) => {
    const first = await learnerAtGate();
    await openChallenge(first.session);
    matches(await submitCode(first.challenge.id, await first.person.rightCode(first.challenge)), {
      status: 'verified',
    });
  },

  'it names the checkpoint': async ({ learnerAtGate, checkpoint }) => {
    const { challenge } = await learnerAtGate({
      checkpoint: { ...checkpoint, title: '산업안전 · 第一 「1」', number: 9 },
    });
    matches(challenge.checkpoint, { kind: checkpoint.kind, title: '산업안전 · 第一 「1」', number: 9 });
  },

  'it expires after a duration, no later than its session': async ({ postSession, nextLearner, openChallenge }) => {
    const entered = read('SessionReply', await postSession(nextLearner().learner));
    must(entered.required, 'a session', entered);
    const { expiresIn } = await openChallenge(entered.session);
    must(expiresIn <= entered.expiresIn, `expiresIn in seconds, ${entered.expiresIn} at most`, expiresIn);
  },

  'it carries the verifier’s time in milliseconds': async ({ learnerAtGate }) => {
    const { challenge } = await learnerAtGate();
    must(isPlausible(challenge), 'epoch milliseconds', challenge.time);
  },

  'its time goes with the verifier’s clock': async ({ learnerAtGate, openChallenge, advanceClock }) => {
    const { session, challenge } = await learnerAtGate();
    await advanceClock(100);
    const seconds = ((await openChallenge(session)).time - challenge.time) / 1000;
    must(seconds > 98 && seconds < 160, 'about 100 s later', seconds);
  },

  'unknown members are ignored': async ({ wire, openSession, nextLearner, pageHeaders }) => {
    const body = {
      session: await openSession(nextLearner().learner),
      method: 'motp',
      theme: 'dark',
      extra: { deep: [null] },
    };
    matches(read('ChallengeReply', await wire.post('/challenge', body, pageHeaders)), { status: 'challenge' });
  },

  'a malformed request is refused': async ({ wire, pageHeaders }) => {
    for (const body of [
      {},
      { session: 7 },
      { session: '' },
      { session: ['se_1'] },
      { session: 'x'.repeat(513) },
      { session: 'se_1', method: 7 },
    ])
      refused(await wire.post('/challenge', body, pageHeaders), 'bad-request');
  },
};
