import type { Topic } from '../case.js';
import { matches, must, refused, tally } from '../expect.js';
import type { TestContext } from '../test-context.js';

/** A learner locked by five wrong codes. */
async function locked({ learnerAtGate, submitCode }: TestContext) {
  const who = await learnerAtGate();
  const codes = who.person.wrongCodes(who.challenge, 7);
  for (const code of codes.slice(0, 5)) await submitCode(who.challenge.id, code);
  return { ...who, wrong: codes.slice(5) };
}

/** Five consecutive wrong codes lock; the verifier counts per learner, across challenges and sessions. */
export const locks: Topic = {
  'five wrong codes count down to zero': async ({ learnerAtGate, submitCode }) => {
    const { person, challenge } = await learnerAtGate();
    const codes = person.wrongCodes(challenge, 5);
    for (const [i, code] of codes.entries())
      matches(await submitCode(challenge.id, code), { status: 'rejected', reason: 'wrong-code', attemptsLeft: 4 - i });
  },

  'the sixth attempt is locked': async (context) => {
    const { challenge, wrong } = await locked(context);
    matches(await context.submitCode(challenge.id, wrong[0]!), { status: 'locked' });
  },

  'a right code does not open a lock': async (context) => {
    const { challenge, person } = await locked(context);
    matches(await context.submitCode(challenge.id, await person.rightCode(challenge)), { status: 'locked' });
  },

  'a locked learner gets no challenge': async (context) => {
    const { session } = await locked(context);
    matches(await context.challengeReply(session), { status: 'locked' });
  },

  'new challenges do not reset the tries': async ({
    nextLearner,
    openSession,
    openChallenge,
    submitCode,
    challengeReply,
  }) => {
    const { person, learner } = nextLearner();
    const id = await openSession(learner);
    for (const left of [4, 3, 2, 1, 0]) {
      const next = await openChallenge(id);
      matches(await submitCode(next.id, person.wrongCodes(next, 5)[left]!), { status: 'rejected', attemptsLeft: left });
    }
    matches(await challengeReply(id), { status: 'locked' });
  },

  'new sessions do not reset the tries': async ({
    nextLearner,
    openSession,
    openChallenge,
    submitCode,
    challengeReply,
  }) => {
    const { person, learner } = nextLearner();
    for (const left of [4, 3, 2, 1, 0]) {
      const next = await openChallenge(await openSession(learner));
      matches(await submitCode(next.id, person.wrongCodes(next, 5)[left]!), { status: 'rejected', attemptsLeft: left });
    }
    matches(await challengeReply(await openSession(learner)), { status: 'locked' });
  },

  'twelve concurrent guesses use five tries': async ({ learnerAtGate, submitCode }) => {
    const { person, challenge } = await learnerAtGate();
    const verdicts = await Promise.all(person.wrongCodes(challenge, 12).map((code) => submitCode(challenge.id, code)));
    matches(tally(verdicts), { rejected: 5, locked: 7 });
    const left = verdicts.flatMap((verdict) => (verdict.status === 'rejected' ? [verdict.attemptsLeft] : []));
    must(left.sort((a = 0, b = 0) => a - b).join() === '0,1,2,3,4', 'each remaining count once', left);
  },

  'a right code resets the tries': async ({ learnerAtGate, submitCode, openSession, openChallenge }) => {
    const { person, learner, challenge: first } = await learnerAtGate();
    for (const code of person.wrongCodes(first, 4)) await submitCode(first.id, code);
    matches(await submitCode(first.id, await person.rightCode(first)), { status: 'verified' });
    matches(await openChallenge(await openSession(learner)), { attemptsLeft: 5 });
  },

  'a lock concerns one learner only': async (context) => {
    const { person } = await locked(context);
    matches(await context.challengeReply(await context.openSession(person.learner())), { status: 'challenge' });
  },

  'a lock is not disclosed to another origin': async (context) => {
    const { session } = await locked(context);
    refused(await context.postChallenge(session, { origin: 'https://stranger.example' }), 'forbidden-origin');
  },
};
