import type { Challenge, Learner } from 'mo-otp-gate/contract';
import type { Topic } from '../case.js';
import { comparableNumber, hyphenated } from '../../identity/mobile-number.js';
import { matches, must } from '../expect.js';

// an unassigned number
const unregistered = { name: '아무개', phone: '010-0000-9999' };
const code = '123456';

/** Learners are kept apart, and replies disclose nothing about other people. */
export const people: Topic = {
  'an unknown phone and a phone under another name get the same answer': async ({
    nextLearner,
    openSession,
    openChallenge,
    postVerify,
  }) => {
    const { learner } = nextLearner();
    const replyTo = async (learner: Learner) => {
      const { status, body } = await postVerify((await openChallenge(await openSession(learner))).id, code);
      return JSON.stringify({ status, body });
    };
    const unknown = await replyTo({ ...nextLearner().person.learner(), ...unregistered });
    const wrong = await replyTo({ ...learner, name: unregistered.name });
    must(unknown === wrong, `the same as for an unknown phone, ${unknown}`, wrong);
  },

  'both are a mismatch, which costs no try': async ({ nextLearner, openSession, openChallenge, submitCode }) => {
    const challenge = await openChallenge(await openSession({ ...nextLearner().learner, name: unregistered.name }));
    for (const _time of [1, 2])
      matches(await submitCode(challenge.id, code), { status: 'rejected', reason: 'mismatch', attemptsLeft: 5 });
  },

  'a challenge does not disclose whether a person is registered': async ({
    nextLearner,
    openSession,
    postChallenge,
  }) => {
    const { learner } = nextLearner();
    // as it came: a schema drops members that it does not know
    const shape = async (learner: Learner) => {
      const { body } = await postChallenge(await openSession(learner));
      must((body as { status?: string }).status === 'challenge', 'a challenge', body);
      const { id: _id, time: _time, learner: _learner, expiresIn: _expiresIn, ...rest } = body as Challenge;
      return JSON.stringify(rest);
    };
    const [known, unknown] = [await shape(learner), await shape({ ...learner, ...unregistered })];
    must(known === unknown, `the same challenge as for a registered person, ${known}`, unknown);
  },

  'one learner’s code is wrong for another learner': async ({
    twoLearners,
    openSession,
    openChallenge,
    submitCode,
  }) => {
    const [one, other] = twoLearners();
    const [challenge, others] = [
      await openChallenge(await openSession(one.learner)),
      await openChallenge(await openSession(other.learner)),
    ];
    const theirs = await other.person.rightCode(others);
    matches(await submitCode(challenge.id, theirs), { status: 'rejected', reason: 'wrong-code', attemptsLeft: 4 });
    matches(await submitCode(others.id, theirs), { status: 'verified' });
  },

  'tokens issued concurrently name their own learner': async ({
    twoLearners,
    openSession,
    openChallenge,
    submitCode,
    redeem,
  }) => {
    const both = twoLearners();
    await Promise.all(
      both.map(async ({ person, learner }) => {
        const challenge = await openChallenge(await openSession(learner));
        const verdict = await submitCode(challenge.id, await person.rightCode(challenge));
        must(verdict.status === 'verified', '"verified"', verdict);
        const reply = await redeem(verdict.token);
        must(reply.success && reply.learner.ref === learner.ref, `the learner ${learner.ref}`, reply);
      }),
    );
  },

  'another spelling of name and number is the same person': async ({
    nextLearner,
    openSession,
    openChallenge,
    submitCode,
  }) => {
    const { person, learner } = nextLearner();
    const name = `${learner.name.toUpperCase().normalize('NFD')}\u200b `;
    const phone = `\u202d+82 ${hyphenated(comparableNumber(learner.phone)).slice(1)}\u202c`;
    const challenge = await openChallenge(await openSession({ ...learner, name, phone }));
    matches(await submitCode(challenge.id, await person.rightCode(challenge)), { status: 'verified' });
  },

  'a letter more is another person': async ({ nextLearner, openSession, openChallenge, submitCode }) => {
    const { learner } = nextLearner();
    for (const letter of ['가', 'a', '2']) {
      const challenge = await openChallenge(await openSession({ ...learner, name: learner.name + letter }));
      matches(await submitCode(challenge.id, code), { status: 'rejected', reason: 'mismatch' });
    }
  },
};
