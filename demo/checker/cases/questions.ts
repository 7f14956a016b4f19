import type { Topic } from '../case.js';
import { matches, must, read, refused } from '../expect.js';

/** `POST /challenge`: a learner's page asks for a question. */
export const questions: Topic = {
  'a session is answered with a question and five tries': async ({ visitor }) => {
    const { question } = await visitor();
    matches(question, { method: 'motp', attemptsLeft: 5 });
    must(question.offers.includes('motp'), 'offers that name the method asked for', question);
  },

  'without a method the first offer is asked': async ({ wire, session, someone, page }) => {
    const reply = read(
      'ChallengeReply',
      await wire.post('/challenge', { session: await session(someone().learner) }, page),
    );
    must(reply.status === 'challenge' && reply.method === reply.offers[0], 'the method that offers names first', reply);
  },

  'a method that nobody knows is not supported': async ({ wire, session, someone, page }) => {
    const id = await session(someone().learner);
    for (const method of ['handshake', 'toString', '__proto__'])
      refused(await wire.post('/challenge', { session: id, method }, page), 'unsupported-method');
  },

  'a session that nobody opened is unknown': async ({ ask }) => {
    refused(await ask('se_nobody'), 'unknown-session');
  },

  'strange session ids are unknown or refused, never a fault': async ({ ask }) => {
    for (const id of ["' OR 1=1 --", '\u0000', '../../etc/passwd', '\ud800', '세션', '%00'])
      refused(await ask(id), 'unknown-session', 'bad-request');
  },

  'one session may ask again': async ({ visitor, question }) => {
    const first = await visitor();
    const second = await question(first.session);
    must(second.id !== first.question.id, 'a question with another id', second.id);
  },

  'an earlier question of the session can still be answered': async ({ visitor, question, answer }) => {
    const first = await visitor();
    await question(first.session);
    matches(await answer(first.question.id, await first.person.rightCode(first.question)), { status: 'verified' });
  },

  'it shows where the learner is about to go': async ({ visitor, checkpoint }) => {
    const { question } = await visitor({ checkpoint: { ...checkpoint, title: '산업안전 · 第一 「1」', number: 9 } });
    matches(question.checkpoint, { kind: checkpoint.kind, title: '산업안전 · 第一 「1」', number: 9 });
  },

  'it lasts for a duration, no longer than its session': async ({ enter, someone, question }) => {
    const entered = read('SessionReply', await enter(someone().learner));
    must(entered.required, 'a session', entered);
    const { expiresIn } = await question(entered.session);
    must(expiresIn <= entered.expiresIn, `expiresIn in seconds, ${entered.expiresIn} at most`, expiresIn);
  },

  'it tells the clock in milliseconds': async ({ visitor }) => {
    const { time } = (await visitor()).question;
    must(time > 1e12 && time < 1e14, 'epoch milliseconds', time);
  },

  'members that the contract does not name are ignored': async ({ wire, session, someone, page }) => {
    const body = { session: await session(someone().learner), method: 'motp', theme: 'dark', extra: { deep: [null] } };
    matches(read('ChallengeReply', await wire.post('/challenge', body, page)), { status: 'challenge' });
  },

  'a request of another shape is refused': async ({ wire, page }) => {
    for (const body of [
      {},
      { session: 7 },
      { session: '' },
      { session: ['se_1'] },
      { session: 'x'.repeat(513) },
      { session: 'se_1', method: 7 },
    ])
      refused(await wire.post('/challenge', body, page), 'bad-request');
  },
};
