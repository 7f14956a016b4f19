import { randomUUID } from 'node:crypto';
import type { Topic } from '../case.js';
import { matches, must } from '../expect.js';

/** Repeating an attempt repeats its verdict: a lost reply costs neither a try nor a token. */
export const attempts: Topic = {
  'repeating the attempt of a wrong code costs one try': async ({ learnerAtGate, submitCode }) => {
    const { person, challenge } = await learnerAtGate();
    const [wrong, another] = person.wrongCodes(challenge, 2) as [string, string];
    const attempt = randomUUID();
    for (const _time of [1, 2, 3])
      matches(await submitCode(challenge.id, wrong, attempt), {
        status: 'rejected',
        reason: 'wrong-code',
        attemptsLeft: 4,
      });
    matches(await submitCode(challenge.id, another), { status: 'rejected', attemptsLeft: 3 });
  },

  'repeating the attempt of a right code gives a token that redeems once': async ({
    learnerAtGate,
    submitCode,
    redeem,
  }) => {
    const { person, challenge } = await learnerAtGate();
    const code = await person.rightCode(challenge);
    const attempt = randomUUID();
    const tokens: string[] = [];
    for (const _time of [1, 2]) {
      const verdict = await submitCode(challenge.id, code, attempt);
      must(verdict.status === 'verified', '"verified" each time', verdict);
      tokens.push(verdict.token);
    }
    matches(await redeem(tokens[0]!), { success: true });
    matches(await redeem(tokens[1]!), { success: false, error: 'used' });
  },

  'ten concurrent repetitions of one attempt count once': async ({ learnerAtGate, submitCode, openChallenge }) => {
    const { person, session, challenge } = await learnerAtGate();
    const [wrong] = person.wrongCodes(challenge, 1);
    const attempt = randomUUID();
    for (const verdict of await Promise.all(
      Array.from({ length: 10 }, () => submitCode(challenge.id, wrong!, attempt)),
    ))
      matches(verdict, { status: 'rejected', attemptsLeft: 4 });
    matches(await openChallenge(session), { attemptsLeft: 4 });
  },

  'another code under the same attempt keeps the first verdict': async ({ learnerAtGate, submitCode }) => {
    const { person, challenge } = await learnerAtGate();
    const attempt = randomUUID();
    const [wrong] = person.wrongCodes(challenge, 1);
    await submitCode(challenge.id, wrong!, attempt);
    matches(await submitCode(challenge.id, await person.rightCode(challenge), attempt), {
      status: 'rejected',
      reason: 'wrong-code',
      attemptsLeft: 4,
    });
  },

  'an attempt keeps its verdict after newer challenges': async ({ learnerAtGate, openChallenge, submitCode }) => {
    const { person, session, challenge: first } = await learnerAtGate();
    const [wrong, another] = person.wrongCodes(first, 2) as [string, string];
    const attempt = randomUUID();
    await submitCode(first.id, wrong, attempt);
    const second = await openChallenge(session);
    await submitCode(second.id, another);
    matches(await submitCode(first.id, wrong, attempt), { status: 'rejected', reason: 'wrong-code', attemptsLeft: 4 });
  },

  'an attempt id is scoped to its challenge': async ({ learnerAtGate, submitCode }) => {
    const { person, challenge } = await learnerAtGate();
    const attempt = randomUUID();
    matches(await submitCode(challenge.id, await person.rightCode(challenge), attempt), { status: 'verified' });
    const other = await learnerAtGate();
    const [wrong] = other.person.wrongCodes(other.challenge, 1);
    matches(await submitCode(other.challenge.id, wrong!, attempt), { status: 'rejected', reason: 'wrong-code' });
  },
};
