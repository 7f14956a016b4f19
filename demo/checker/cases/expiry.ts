import type { Topic } from '../case.js';
import { matches, must, read, refused } from '../expect.js';

/** Challenges, sessions, tokens and codes expire when the verifier said. */
export const expiry: Topic = {
  'a challenge': async ({ learnerAtGate, advanceClock, submitCode, openChallenge, openSession }) => {
    const { learner, person, challenge } = await learnerAtGate();
    await advanceClock(challenge.expiresIn);
    matches(await submitCode(challenge.id, person.wrongCodes(challenge, 1)[0]!), { status: 'expired' });
    matches(await openChallenge(await openSession(learner)), { attemptsLeft: 5 });
  },

  'a challenge is valid until then': async ({ learnerAtGate, advanceClock, submitCode, openChallenge }) => {
    const { person, session, challenge } = await learnerAtGate();
    await advanceClock(challenge.expiresIn - 1);
    const { time } = await openChallenge(session);
    matches(await submitCode(challenge.id, await person.rightCode({ time })), { status: 'verified' });
  },

  'a session': async ({ postSession, nextLearner, advanceClock, postChallenge }) => {
    const entered = read('SessionReply', await postSession(nextLearner().learner));
    must(entered.required, 'a session', entered);
    await advanceClock(entered.expiresIn);
    refused(await postChallenge(entered.session), 'unknown-session');
  },

  'a token': async ({ verifiedLearner, advanceClock, redeem }) => {
    const { verdict } = await verifiedLearner();
    await advanceClock(verdict.expiresIn);
    matches(await redeem(verdict.token), { success: false, error: 'expired' });
  },

  'a code, after ten minutes': async ({ learnerAtGate, advanceClock, openSession, openChallenge, submitCode }) => {
    const { person, learner, challenge: first } = await learnerAtGate();
    const code = await person.rightCode(first);
    await advanceClock(600);
    const { id } = await openChallenge(await openSession(learner));
    matches(await submitCode(id, code), { status: 'rejected', reason: 'wrong-code' });
  },
};
