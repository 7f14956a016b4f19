import type { Topic } from '../case.js';
import { matches, must, refused, tally } from '../expect.js';
import type { World } from '../world.js';

/** Someone who has just been locked by five wrong codes. */
async function locked({ visitor, answer }: World) {
  const who = await visitor();
  const codes = who.person.wrongCodes(who.question, 7);
  for (const code of codes.slice(0, 5)) await answer(who.question.id, code);
  return { ...who, wrong: codes.slice(5) };
}

/** Five wrong codes in a row lock; the verifier counts, by learner, wherever they come from. */
export const locks: Topic = {
  'five wrong codes count down to none': async ({ visitor, answer }) => {
    const { person, question } = await visitor();
    const codes = person.wrongCodes(question, 5);
    for (const [i, code] of codes.entries())
      matches(await answer(question.id, code), { status: 'rejected', reason: 'wrong-code', attemptsLeft: 4 - i });
  },

  'the sixth is locked': async (world) => {
    const { question, wrong } = await locked(world);
    matches(await world.answer(question.id, wrong[0]!), { status: 'locked' });
  },

  'so is the right code': async (world) => {
    const { question, person } = await locked(world);
    matches(await world.answer(question.id, await person.rightCode(question)), { status: 'locked' });
  },

  'a locked learner is asked no code': async (world) => {
    const { session } = await locked(world);
    matches(await world.asked(session), { status: 'locked' });
  },

  'new questions give no new tries': async ({ someone, session, question, answer, asked }) => {
    const { person, learner } = someone();
    const id = await session(learner);
    for (const left of [4, 3, 2, 1, 0]) {
      const next = await question(id);
      matches(await answer(next.id, person.wrongCodes(next, 5)[left]!), { status: 'rejected', attemptsLeft: left });
    }
    matches(await asked(id), { status: 'locked' });
  },

  'new sessions give no new tries': async ({ someone, session, question, answer, asked }) => {
    const { person, learner } = someone();
    for (const left of [4, 3, 2, 1, 0]) {
      const next = await question(await session(learner));
      matches(await answer(next.id, person.wrongCodes(next, 5)[left]!), { status: 'rejected', attemptsLeft: left });
    }
    matches(await asked(await session(learner)), { status: 'locked' });
  },

  'twelve guesses at once are five tries': async ({ visitor, answer }) => {
    const { person, question } = await visitor();
    const verdicts = await Promise.all(person.wrongCodes(question, 12).map((code) => answer(question.id, code)));
    matches(tally(verdicts), { rejected: 5, locked: 7 });
    const left = verdicts.flatMap((verdict) => (verdict.status === 'rejected' ? [verdict.attemptsLeft] : []));
    must(left.sort((a = 0, b = 0) => a - b).join() === '0,1,2,3,4', 'each number of tries left once', left);
  },

  'a right code forgets the wrong ones': async ({ visitor, answer, session, question }) => {
    const { person, learner, question: first } = await visitor();
    for (const code of person.wrongCodes(first, 4)) await answer(first.id, code);
    matches(await answer(first.id, await person.rightCode(first)), { status: 'verified' });
    matches(await question(await session(learner)), { attemptsLeft: 5 });
  },

  'one learner’s lock is no other learner’s': async (world) => {
    const { person } = await locked(world);
    matches(await world.asked(await world.session(person.learner())), { status: 'challenge' });
  },

  'a page of another site is not told of it': async (world) => {
    const { session } = await locked(world);
    refused(await world.ask(session, { origin: 'https://stranger.example' }), 'forbidden-origin');
  },
};
