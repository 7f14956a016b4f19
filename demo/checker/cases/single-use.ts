import type { Topic } from '../case.js';
import { matches, must, tally } from '../expect.js';

/** A code is accepted once (RFC 6238 §5.2), and a question is passed once. */
export const singleUse: Topic = {
  'a used code is refused in a new session and costs no try': async ({ visitor, answer, session, question }) => {
    const { person, learner, question: first } = await visitor();
    const code = await person.rightCode(first);
    matches(await answer(first.id, code), { status: 'verified' });
    const again = await question(await session(learner));
    matches(await answer(again.id, code), { status: 'rejected', reason: 'used-code', attemptsLeft: 5 });
  },

  'a used code is used for every learner of that phone': async ({ visitor, answer, session, question }) => {
    const { person, question: first } = await visitor();
    const code = await person.rightCode(first);
    matches(await answer(first.id, code), { status: 'verified' });
    const other = await question(await session(person.learner()));
    matches(await answer(other.id, code), { status: 'rejected', reason: 'used-code' });
  },

  'a question that was passed gives no second token': async ({ verified, send }) => {
    const { person, question } = await verified();
    const { body } = await send(question.id, await person.rightCode(question));
    must(!(body as { token?: string }).token, 'no token', body);
  },

  'a session that was passed gives no second token': async ({ verified, ask, answer }) => {
    const { person, session } = await verified();
    const reply = (await ask(session)).body as { id?: string; time: number };
    if (reply.id === undefined) return;
    matches(await answer(reply.id, await person.rightCode(reply)), { status: 'expired' });
  },

  'one right code sent ten times at once is accepted once': async ({ visitor, answer }) => {
    const { person, question } = await visitor();
    const code = await person.rightCode(question);
    const count = tally(await Promise.all(Array.from({ length: 10 }, () => answer(question.id, code))));
    must(count['verified'] === 1, 'verified once', count);
  },

  'nor more often in five sessions at once': async ({ someone, session, question, answer }) => {
    const { person, learner } = someone();
    const asked = await Promise.all(Array.from({ length: 5 }, async () => question(await session(learner))));
    const code = await person.rightCode(asked[0]!);
    const count = tally(await Promise.all(asked.map(({ id }) => answer(id, code))));
    must(count['verified'] === 1, 'verified once', count);
  },
};
