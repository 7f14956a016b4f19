import type { Topic } from '../case.js';
import { matches, must, refused, tally } from '../expect.js';

/** A code is accepted once (RFC 6238 §5.2), and a challenge is passed once. */
export const singleUse: Topic = {
  'a used code is refused in a new session and costs no try': async ({
    learnerAtGate,
    submitCode,
    openSession,
    openChallenge,
  }) => {
    const { person, learner, challenge: first } = await learnerAtGate();
    const code = await person.rightCode(first);
    matches(await submitCode(first.id, code), { status: 'verified' });
    const again = await openChallenge(await openSession(learner));
    matches(await submitCode(again.id, code), { status: 'rejected', reason: 'used-code', attemptsLeft: 5 });
  },

  'a used code is used for every learner with that phone': async ({
    learnerAtGate,
    submitCode,
    openSession,
    openChallenge,
  }) => {
    const { person, challenge: first } = await learnerAtGate();
    const code = await person.rightCode(first);
    matches(await submitCode(first.id, code), { status: 'verified' });
    const other = await openChallenge(await openSession(person.learner()));
    matches(await submitCode(other.id, code), { status: 'rejected', reason: 'used-code' });
  },

  'a passed challenge gives no second token': async ({ verifiedLearner, postVerify }) => {
    const { person, challenge } = await verifiedLearner();
    const { body } = await postVerify(challenge.id, await person.rightCode(challenge));
    must(!(body as { token?: string }).token, 'no token', body);
  },

  'a passed session answers no further challenge': async ({ verifiedLearner, postChallenge }) => {
    const { session } = await verifiedLearner();
    refused(await postChallenge(session), 'unknown-session');
  },

  'an earlier challenge of a passed session has expired': async (context) => {
    const { learnerAtGate, openChallenge, submitCode } = context;
    const { person, session, challenge: first } = await learnerAtGate();
    const second = await openChallenge(session);
    matches(await submitCode(second.id, await person.rightCode(second)), { status: 'verified' });
    matches(await submitCode(first.id, await person.rightCode(first)), { status: 'expired' });
  },

  'a passed session gives no second token': async ({ verifiedLearner, postChallenge, submitCode }) => {
    const { person, session } = await verifiedLearner();
    const reply = (await postChallenge(session)).body as { id?: string; time: number };
    if (reply.id === undefined) return;
    matches(await submitCode(reply.id, await person.rightCode(reply)), { status: 'expired' });
  },

  'ten concurrent submissions of one right code are accepted once': async ({ learnerAtGate, submitCode }) => {
    const { person, challenge } = await learnerAtGate();
    const code = await person.rightCode(challenge);
    const count = tally(await Promise.all(Array.from({ length: 10 }, () => submitCode(challenge.id, code))));
    must(count['verified'] === 1, 'verified once', count);
  },

  'one right code in five concurrent sessions is accepted once': async ({
    nextLearner,
    openSession,
    openChallenge,
    submitCode,
  }) => {
    const { person, learner } = nextLearner();
    const challenges = await Promise.all(
      Array.from({ length: 5 }, async () => openChallenge(await openSession(learner))),
    );
    const code = await person.rightCode(challenges[0]!);
    const count = tally(await Promise.all(challenges.map(({ id }) => submitCode(id, code))));
    must(count['verified'] === 1, 'verified once', count);
  },
};
