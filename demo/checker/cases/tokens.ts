import { type Topic } from '../case.js';
import { NotTried } from '../outcome.js';
import { matches, must, read, refused } from '../expect.js';

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

/** `POST /siteverify`: a site's server redeems a token. */
export const tokens: Topic = {
  'one is redeemed for all that the site said': async ({ verified, redeem, checkpoint, origin }) => {
    const more = { checkpoint: { ...checkpoint, number: 3, title: '3강' }, origin };
    const { verdict, learner, question } = await verified(more);
    const reply = await redeem(verdict.token);
    matches(reply, { success: true, learner, checkpoint: more.checkpoint, method: 'motp', origin });
    must(
      reply.success && Math.abs(Date.parse(reply.verifiedAt) - question.time) < 600_000,
      `verifiedAt by the clock of the questions, ${question.time}`,
      reply,
    );
  },

  'names of any script come back unharmed': async ({ session, question, answer, redeem, someone }) => {
    const { person, learner } = someone();
    const ref = `${learner.ref} 김·𝒳 "'<&>`;
    const asked = await question(await session({ ...learner, ref }));
    const verdict = await answer(asked.id, await person.rightCode(asked));
    must(verdict.status === 'verified', '"verified"', verdict);
    const reply = await redeem(verdict.token);
    must(reply.success && reply.learner.ref === ref, `the learner ${ref}`, reply);
  },

  'the second time it is used': async ({ verified, redeem }) => {
    const { token } = (await verified()).verdict;
    matches(await redeem(token), { success: true });
    matches(await redeem(token), { success: false, error: 'used' });
  },

  'ten times at once it is good once': async ({ verified, redeem }) => {
    const { token } = (await verified()).verdict;
    const replies = await Promise.all(Array.from({ length: 10 }, () => redeem(token)));
    const good = replies.filter(({ success }) => success).length;
    must(good === 1, 'one success', { good });
  },

  'what is no token is invalid': async ({ redeem }) => {
    for (const token of ['token', 'a.b.c', '..', '토큰'])
      matches(await redeem(token), { success: false, error: 'invalid' });
  },

  'a changed one is invalid': async ({ verified, redeem }) => {
    const { token } = (await verified()).verdict;
    const [header, claims, signature] = token.split('.') as [string, string, string];
    matches(await redeem([header, encode({ ...decode(claims), sub: 'somebody-else' }), signature].join('.')), {
      success: false,
      error: 'invalid',
    });
    matches(await redeem(token), { success: true });
  },

  'one without a signature is invalid': async ({ verified, redeem }) => {
    const [, claims] = (await verified()).verdict.token.split('.') as [string, string];
    matches(await redeem(`${encode({ alg: 'none' })}.${claims}.`), { success: false, error: 'invalid' });
  },

  'one of another site is invalid, and stays good for its own': async ({ verified, redeem, wire, settings }) => {
    if (settings.otherSecret === undefined) throw new NotTried('needs --other-secret');
    const { token } = (await verified()).verdict;
    const theirs = await wire.post('/siteverify', { token }, { authorization: `Bearer ${settings.otherSecret}` });
    matches(read('SiteverifyReply', theirs), { success: false, error: 'invalid' });
    matches(await redeem(token), { success: true });
  },

  'none is redeemed without the site’s secret': async ({ verified, redeem, wire }) => {
    const { token } = (await verified()).verdict;
    refused(await wire.post('/siteverify', { token }), 'unknown-session');
    refused(await wire.post('/siteverify', { token }, { authorization: 'Bearer made-up' }), 'unknown-session');
    matches(await redeem(token), { success: true });
  },

  'a request of another shape is refused': async ({ wire, asSite }) => {
    for (const body of [{}, { token: '' }, { token: 7 }, { token: 'x'.repeat(8193) }])
      refused(await wire.post('/siteverify', body, asSite), 'bad-request');
  },
};
