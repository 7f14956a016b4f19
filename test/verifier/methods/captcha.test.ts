import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { solveChallenge } from 'altcha-lib/v1';
import type { Params } from 'mo-otp-gate/contract';
import { exam, hong, lesson } from '../../support/verifier.js';
import { begin } from './session.js';

type Work = Extract<Params<'captcha'>, { kind: 'work' }>;

const payload = (answer: object) => ({ payload: Buffer.from(JSON.stringify(answer)).toString('base64') });
/** Finds the number whose salted SHA-256 is the challenge: 30 ms where ALTCHA's own solver takes a second. */
function search({ challenge, salt, maxNumber }: Work): number {
  for (let number = 0; number <= maxNumber; number++)
    if (createHash('sha256').update(`${salt}${number}`).digest('hex') === challenge) return number;
  throw new Error('the challenge has no answer');
}
/** Solves a challenge; returns the payload. */
function solve(params: Params<'captcha'>) {
  const { algorithm, challenge, salt, signature } = params as Work;
  return { algorithm, challenge, number: search(params as Work), salt, signature, took: 30 };
}

test('a learner whose browser solves the task is verified', async (t) => {
  const v = await begin(t);
  const { id, params, ...challenge } = await v.ask(await v.openSession(hong, lesson(9)), 'captcha');
  assert.equal('attemptsLeft' in challenge, false);
  const answer = solve(params);
  const { challenge: hash, salt, algorithm, maxNumber } = params as Work;
  assert.equal((await solveChallenge(hash, salt, algorithm, maxNumber).promise)!.number, answer.number);
  const verdict = await v.prove(id, payload(answer));
  assert.equal(verdict.status, 'verified');
});

test('a learner’s wrong answer ends the challenge; the next challenge has another task', async (t) => {
  const v = await begin(t);
  const session = await v.openSession(hong, lesson(9));
  const { id, params } = await v.ask(session, 'captcha');
  const right = solve(params);
  assert.deepEqual(await v.prove(id, payload({ ...right, number: right.number + 1 })), {
    status: 'rejected',
    reason: 'wrong-answer',
  });
  assert.deepEqual(await v.prove(id, payload(right)), { status: 'expired' });
  const next = await v.ask(session, 'captcha');
  assert.notEqual((next.params as Work).challenge, (params as Work).challenge);
  assert.equal((await v.prove(next.id, payload(solve(next.params)))).status, 'verified');
});

for (const [what, spoil] of [
  ['to another challenge', async (_right: object, other: object) => payload(other)],
  [
    'to a forged challenge',
    async (right: object) => payload({ ...right, salt: 'made?for=up&', signature: '0'.repeat(64) }),
  ],
  ['that is no JSON', async () => ({ payload: Buffer.from('{').toString('base64') })],
  ['without the required members', async () => payload([])],
] as const)
  test(`an answer ${what} is refused`, async (t) => {
    const v = await begin(t);
    const session = await v.openSession(hong, lesson(9));
    const [one, other] = [await v.ask(session, 'captcha'), await v.ask(session, 'captcha')];
    const proof = await spoil(solve(one.params), solve(other.params));
    assert.deepEqual(await v.prove(one.id, proof), { status: 'rejected', reason: 'wrong-answer' });
  });

test('a learner has five minutes to solve a captcha', async (t) => {
  const v = await begin(t);
  const { id, params } = await v.ask(await v.openSession(hong, lesson(9)), 'captcha');
  const answer = payload(solve(params));
  v.clock.advance(5 * 60_000);
  assert.deepEqual(await v.prove(id, answer), { status: 'expired' });
});

test('a learner cannot verify an exam by captcha, even on the site’s request', async (t) => {
  const v = await begin(t);
  assert.equal(
    (await v.post('/challenge', { session: await v.openSession(hong, exam), method: 'captcha' })).status,
    409,
  );
  const site = { authorization: `Bearer ${v.siteSecret}` };
  const reply = await v.post('/sessions', { learner: hong, checkpoint: exam, methods: ['captcha'] }, site);
  assert.equal(reply.status, 400);
  assert.equal(((await reply.json()) as { code: string }).code, 'bad-request');
});

test('a proof of another method, none, or a huge one is a bad request and keeps the challenge open', async (t) => {
  const v = await begin(t);
  const { id, params } = await v.ask(await v.openSession(hong, lesson(9)), 'captcha');
  for (const proof of [{ code: '123456' }, {}, { payload: 'A'.repeat(5000) }])
    assert.equal((await v.post('/verify', { challenge: id, attempt: 'attempt-1', proof })).status, 400);
  assert.equal(
    (await v.post('/verify', { challenge: id, attempt: 'attempt-1', proof: { payload: 'A'.repeat(20_000) } })).status,
    413,
  );
  assert.equal((await v.prove(id, payload(solve(params)))).status, 'verified');
});

test('a learner with a locked code verifies a lesson by captcha, which does not unlock the code', async (t) => {
  const v = await begin(t);
  await v.lock();
  const session = await v.openSession(hong, lesson(9));
  assert.equal((await v.challenge(session)).status, 'locked');
  const { id, params, offers } = await v.ask(session, 'captcha');
  assert.deepEqual(offers, ['web-otp', 'captcha', 'phone']);
  assert.equal((await v.prove(id, payload(solve(params)))).status, 'verified');
  assert.equal((await v.challenge(await v.session())).status, 'locked');
});
