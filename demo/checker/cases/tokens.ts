import { randomUUID } from 'node:crypto';
import { type Topic } from '../case.js';
import { CaseSkipped } from '../errors.js';
import { matches, must, read, refused } from '../expect.js';

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

/** `POST /siteverify`: a site's server redeems a token. */
export const tokens: Topic = {
  'redeeming returns learner, checkpoint, method and origin': async ({
    verifiedLearner,
    redeem,
    checkpoint,
    origin,
  }) => {
    const more = { checkpoint: { ...checkpoint, number: 3, title: '3강' }, origin };
    const { verdict, learner, challenge } = await verifiedLearner(more);
    const reply = await redeem(verdict.token);
    matches(reply, { success: true, learner, checkpoint: more.checkpoint, method: 'motp', origin });
    must(
      reply.success && Math.abs(Date.parse(reply.verifiedAt) - challenge.time) < 600_000,
      `verifiedAt by the clock of the challenges, ${challenge.time}`,
      reply,
    );
  },

  'a birth date is returned as it was sent': async ({
    nextLearner,
    openSession,
    openChallenge,
    submitCode,
    redeem,
  }) => {
    const { person, learner } = nextLearner();
    const challenge = await openChallenge(await openSession({ ...learner, birthDate: '2000-02-29' }));
    const verdict = await submitCode(challenge.id, await person.rightCode(challenge));
    must(verdict.status === 'verified', '"verified"', verdict);
    const reply = await redeem(verdict.token);
    must(reply.success && reply.learner.birthDate === '2000-02-29', 'the birth date 2000-02-29', reply);
  },

  'any Unicode text in a ref is returned unchanged': async ({
    openSession,
    openChallenge,
    submitCode,
    redeem,
    nextLearner,
  }) => {
    const { person, learner } = nextLearner();
    const ref = `${learner.ref} 김·𝒳 "'<&>`;
    const challenge = await openChallenge(await openSession({ ...learner, ref }));
    const verdict = await submitCode(challenge.id, await person.rightCode(challenge));
    must(verdict.status === 'verified', '"verified"', verdict);
    const reply = await redeem(verdict.token);
    must(reply.success && reply.learner.ref === ref, `the learner ${ref}`, reply);
  },

  'a second redemption is refused as used': async ({ verifiedLearner, redeem }) => {
    const { token } = (await verifiedLearner()).verdict;
    matches(await redeem(token), { success: true });
    matches(await redeem(token), { success: false, error: 'used' });
  },

  'ten concurrent redemptions succeed once': async ({ verifiedLearner, redeem }) => {
    const { token } = (await verifiedLearner()).verdict;
    const replies = await Promise.all(Array.from({ length: 10 }, () => redeem(token)));
    const good = replies.filter(({ success }) => success).length;
    must(good === 1, 'one success', { good });
  },

  'a redemption repeated with its idempotency key succeeds again, another one does not': async ({
    verifiedLearner,
    redeem,
  }) => {
    const { token } = (await verifiedLearner()).verdict;
    const key = randomUUID();
    const first = await redeem(token, key);
    matches(first, { success: true });
    const again = await redeem(token, key);
    if (!again.success) throw new CaseSkipped('the verifier takes no idempotencyKey');
    must(first.success, 'success', first);
    const { learner, checkpoint, method, verifiedAt } = first;
    matches(again, { learner, checkpoint, method, verifiedAt });
    matches(await redeem(token, randomUUID()), { success: false, error: 'used' });
    matches(await redeem(token), { success: false, error: 'used' });
  },

  'an idempotency key of another token is refused, and spends nothing': async ({
    verifiedLearner,
    redeem,
    wire,
    siteHeaders,
  }) => {
    const [one, other] = [(await verifiedLearner()).verdict.token, (await verifiedLearner()).verdict.token];
    const key = randomUUID();
    matches(await redeem(one, key), { success: true });
    if (!(await redeem(one, key)).success) throw new CaseSkipped('the verifier takes no idempotencyKey');
    refused(await wire.post('/siteverify', { token: other, idempotencyKey: key }, siteHeaders), 'bad-request');
    matches(await redeem(other), { success: true });
  },

  'a malformed token is invalid': async ({ redeem }) => {
    for (const token of ['token', 'a.b.c', '..', '토큰'])
      matches(await redeem(token), { success: false, error: 'invalid' });
  },

  'an altered token is invalid': async ({ verifiedLearner, redeem }) => {
    const { token } = (await verifiedLearner()).verdict;
    const [header, claims, signature] = token.split('.') as [string, string, string];
    matches(await redeem([header, encode({ ...decode(claims), sub: 'another-learner' }), signature].join('.')), {
      success: false,
      error: 'invalid',
    });
    matches(await redeem(token), { success: true });
  },

  'an unsigned token is invalid': async ({ verifiedLearner, redeem }) => {
    const [, claims] = (await verifiedLearner()).verdict.token.split('.') as [string, string];
    matches(await redeem(`${encode({ alg: 'none' })}.${claims}.`), { success: false, error: 'invalid' });
  },

  'another site cannot redeem or spend a token': async ({ verifiedLearner, redeem, wire, settings }) => {
    if (settings.otherSecret === undefined) throw new CaseSkipped('needs --other-secret');
    const { token } = (await verifiedLearner()).verdict;
    const theirs = await wire.post('/siteverify', { token }, { authorization: `Bearer ${settings.otherSecret}` });
    matches(read('SiteverifyReply', theirs), { success: false, error: 'invalid' });
    matches(await redeem(token), { success: true });
  },

  'redeeming needs the site’s secret': async ({ verifiedLearner, redeem, wire }) => {
    const { token } = (await verifiedLearner()).verdict;
    refused(await wire.post('/siteverify', { token }), 'unknown-session');
    refused(await wire.post('/siteverify', { token }, { authorization: 'Bearer made-up' }), 'unknown-session');
    matches(await redeem(token), { success: true });
  },

  'a malformed request is refused': async ({ wire, siteHeaders }) => {
    for (const body of [{}, { token: '' }, { token: 7 }, { token: 'x'.repeat(8193) }])
      refused(await wire.post('/siteverify', body, siteHeaders), 'bad-request');
  },

  'a grant ends after a duration, not at a date': async ({ verifiedLearner, redeem }) => {
    const reply = await redeem((await verifiedLearner()).verdict.token);
    must(reply.success, 'success', reply);
    if (!reply.grant) throw new CaseSkipped('needs a verifier that answers grants');
    const longest = reply.grant.scope === 'day' ? 86_400 : 366 * 86_400;
    must(reply.grant.expiresIn <= longest, `expiresIn in seconds, at most ${longest}`, reply.grant);
  },

  'an entry that is verified every time is granted once': async ({ verifiedLearner, redeem }) => {
    const reply = await redeem((await verifiedLearner()).verdict.token);
    must(reply.success, 'success', reply);
    if (!reply.grant) throw new CaseSkipped('needs a verifier that answers grants');
    must(reply.grant.scope === 'entry', 'the scope entry', reply.grant);
  },
};
