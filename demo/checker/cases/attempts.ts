import { randomUUID } from 'node:crypto';
import type { Topic } from '../case.js';
import { matches, must } from '../expect.js';

/** Repeating an attempt repeats its verdict: a reply that got lost costs neither a try nor a token. */
export const attempts: Topic = {
  'a wrong code sent again with its attempt costs one try': async ({ visitor, answer }) => {
    const { person, question } = await visitor();
    const [wrong, another] = person.wrongCodes(question, 2) as [string, string];
    const attempt = randomUUID();
    for (const _time of [1, 2, 3])
      matches(await answer(question.id, wrong, attempt), { status: 'rejected', reason: 'wrong-code', attemptsLeft: 4 });
    matches(await answer(question.id, another), { status: 'rejected', attemptsLeft: 3 });
  },

  'a right code sent again with its attempt gives a token that is good once': async ({ visitor, answer, redeem }) => {
    const { person, question } = await visitor();
    const code = await person.rightCode(question);
    const attempt = randomUUID();
    const tokens: string[] = [];
    for (const _time of [1, 2]) {
      const verdict = await answer(question.id, code, attempt);
      must(verdict.status === 'verified', '"verified" each time', verdict);
      tokens.push(verdict.token);
    }
    matches(await redeem(tokens[0]!), { success: true });
    matches(await redeem(tokens[1]!), { success: false, error: 'used' });
  },

  'ten of the same at once are one': async ({ visitor, answer, question }) => {
    const { person, session, question: asked } = await visitor();
    const [wrong] = person.wrongCodes(asked, 1);
    const attempt = randomUUID();
    for (const verdict of await Promise.all(Array.from({ length: 10 }, () => answer(asked.id, wrong!, attempt))))
      matches(verdict, { status: 'rejected', attemptsLeft: 4 });
    matches(await question(session), { attemptsLeft: 4 });
  },

  'an attempt cannot be mended with another code': async ({ visitor, answer }) => {
    const { person, question } = await visitor();
    const attempt = randomUUID();
    const [wrong] = person.wrongCodes(question, 1);
    await answer(question.id, wrong!, attempt);
    matches(await answer(question.id, await person.rightCode(question), attempt), {
      status: 'rejected',
      reason: 'wrong-code',
      attemptsLeft: 4,
    });
  },

  'it keeps its verdict when the session has moved on': async ({ visitor, question, answer }) => {
    const { person, session, question: first } = await visitor();
    const [wrong, another] = person.wrongCodes(first, 2) as [string, string];
    const attempt = randomUUID();
    await answer(first.id, wrong, attempt);
    const second = await question(session);
    await answer(second.id, another);
    matches(await answer(first.id, wrong, attempt), { status: 'rejected', reason: 'wrong-code', attemptsLeft: 4 });
  },

  'the attempt of one question says nothing about another': async ({ visitor, answer }) => {
    const { person, question } = await visitor();
    const attempt = randomUUID();
    matches(await answer(question.id, await person.rightCode(question), attempt), { status: 'verified' });
    const other = await visitor();
    const [wrong] = other.person.wrongCodes(other.question, 1);
    matches(await answer(other.question.id, wrong!, attempt), { status: 'rejected', reason: 'wrong-code' });
  },
};
