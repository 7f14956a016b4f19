import { randomUUID } from 'node:crypto';
import type { Topic } from '../case.js';
import { matches, must, read, refused } from '../expect.js';

/** `POST /verify`: a learner's page answers a question. */
export const answers: Topic = {
  'the right code gives a token': async ({ verified }) => {
    matches((await verified()).verdict, { method: 'motp' });
  },

  'a token lasts for a duration, not until a date': async ({ verified }) => {
    const { expiresIn } = (await verified()).verdict;
    must(expiresIn <= 3600, 'expiresIn in seconds, an hour at most', expiresIn);
  },

  'a wrong code leaves four tries': async ({ visitor, answer }) => {
    const { person, question } = await visitor();
    const [wrong] = person.wrongCodes(question, 1);
    matches(await answer(question.id, wrong!), { status: 'rejected', reason: 'wrong-code', attemptsLeft: 4 });
  },

  'the code of an hour ago is wrong': async ({ visitor, answer }) => {
    const { person, question } = await visitor();
    matches(await answer(question.id, person.oldCode(question)), { status: 'rejected', reason: 'wrong-code' });
  },

  'a question that nobody asked for is unknown': async ({ send }) => {
    for (const id of ['ch_nobody', '세션', '\u0000'])
      refused(await send(id, '123456'), 'unknown-challenge', 'bad-request');
  },

  'what is no code is refused and costs no try': async ({ visitor, wire, page, question }) => {
    const { session, question: asked } = await visitor();
    for (const code of ['', '12345', '12345x', '123 456', '１２３４５６', 123456, null, ['123456']])
      refused(
        await wire.post('/verify', { challenge: asked.id, attempt: randomUUID(), proof: { code } }, page),
        'bad-request',
      );
    matches(await question(session), { attemptsLeft: 5 });
  },

  'a request of another shape is refused and costs no try': async ({ visitor, wire, page, question }) => {
    const { session, question: asked } = await visitor();
    const whole = { challenge: asked.id, attempt: randomUUID(), proof: { code: '123456' } };
    for (const wrong of [
      { attempt: undefined },
      { attempt: 'short' },
      { attempt: 7 },
      { attempt: 'x'.repeat(129) },
      { proof: undefined },
      { proof: '123456' },
      { proof: {} },
      { challenge: undefined },
      { challenge: 7 },
    ])
      refused(await wire.post('/verify', { ...whole, ...wrong }, page), 'bad-request');
    matches(await question(session), { attemptsLeft: 5 });
  },

  'members that the contract does not name are ignored': async ({ visitor, wire, page }) => {
    const { person, question } = await visitor();
    const code = await person.rightCode(question);
    const reply = await wire.post(
      '/verify',
      { challenge: question.id, attempt: randomUUID(), proof: { code, typedIn: 'seconds' }, widget: '9.0' },
      page,
    );
    matches(read('Verdict', reply), { status: 'verified' });
  },
};
