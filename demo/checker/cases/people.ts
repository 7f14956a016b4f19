import type { Learner } from 'mo-otp-gate/contract';
import type { Topic } from '../case.js';
import { matches, must } from '../expect.js';

// numbers that nobody has
const nobody = { name: '아무개', phone: '010-0000-9999' };
const code = '123456';

/** Learners are kept apart, and nothing tells about people who are not at the gate. */
export const people: Topic = {
  'a phone of another name and a phone that nobody has are answered alike': async ({
    someone,
    session,
    question,
    send,
  }) => {
    const { learner } = someone();
    const answersTo = async (who: Learner) => {
      const { status, body } = await send((await question(await session(who))).id, code);
      return JSON.stringify({ status, body });
    };
    const unknown = await answersTo({ ...someone().person.learner(), ...nobody });
    const wrong = await answersTo({ ...learner, name: nobody.name });
    must(unknown === wrong, `the same as for a phone that nobody has, ${unknown}`, wrong);
  },

  'the answer is a mismatch and costs no try': async ({ someone, session, question, answer }) => {
    const asked = await question(await session({ ...someone().learner, name: nobody.name }));
    for (const _time of [1, 2])
      matches(await answer(asked.id, code), { status: 'rejected', reason: 'mismatch', attemptsLeft: 5 });
  },

  'the question does not tell whether a person is known': async ({ someone, session, question }) => {
    const { learner } = someone();
    const shape = async (who: Learner) => {
      const {
        id: _id,
        time: _time,
        learner: _learner,
        expiresIn: _expiresIn,
        ...rest
      } = await question(await session(who));
      return JSON.stringify(rest);
    };
    const [known, unknown] = [await shape(learner), await shape({ ...learner, ...nobody })];
    must(known === unknown, `the same question as for somebody known, ${known}`, unknown);
  },

  'the code of one learner is wrong for another': async ({ two, session, question, answer }) => {
    const [one, other] = two();
    const [asked, others] = [await question(await session(one.learner)), await question(await session(other.learner))];
    const theirs = await other.person.rightCode(others);
    matches(await answer(asked.id, theirs), { status: 'rejected', reason: 'wrong-code', attemptsLeft: 4 });
    matches(await answer(others.id, theirs), { status: 'verified' });
  },

  'tokens of two learners at the same moment speak of one each': async ({ two, session, question, answer, redeem }) => {
    const both = two();
    await Promise.all(
      both.map(async ({ person, learner }) => {
        const asked = await question(await session(learner));
        const verdict = await answer(asked.id, await person.rightCode(asked));
        must(verdict.status === 'verified', '"verified"', verdict);
        const reply = await redeem(verdict.token);
        must(reply.success && reply.learner.ref === learner.ref, `the learner ${learner.ref}`, reply);
      }),
    );
  },
};
