import type { Topic } from '../case.js';
import { matches, must, read, refused } from '../expect.js';

/** Everything ends when the verifier said it would. */
export const expiry: Topic = {
  'a question': async ({ visitor, later, answer, question, session }) => {
    const { learner, person, question: asked } = await visitor();
    await later(asked.expiresIn);
    matches(await answer(asked.id, person.wrongCodes(asked, 1)[0]!), { status: 'expired' });
    matches(await question(await session(learner)), { attemptsLeft: 5 });
  },

  'not before': async ({ visitor, later, answer, question }) => {
    const { person, session, question: asked } = await visitor();
    await later(asked.expiresIn - 1);
    const { time } = await question(session);
    matches(await answer(asked.id, await person.rightCode({ time })), { status: 'verified' });
  },

  'a session': async ({ enter, someone, later, ask }) => {
    const entered = read('SessionReply', await enter(someone().learner));
    must(entered.required, 'a session', entered);
    await later(entered.expiresIn);
    refused(await ask(entered.session), 'unknown-session');
  },

  'a token': async ({ verified, later, redeem }) => {
    const { verdict } = await verified();
    await later(verdict.expiresIn);
    matches(await redeem(verdict.token), { success: false, error: 'expired' });
  },

  'a code, after ten minutes': async ({ visitor, later, question, answer }) => {
    const { person, session, question: first } = await visitor();
    const code = await person.rightCode(first);
    await later(600);
    matches(await answer((await question(session)).id, code), { status: 'rejected', reason: 'wrong-code' });
  },
};
