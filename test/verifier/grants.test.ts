/** Grants of redeemed tokens by policy, and dry requests for sessions. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DryReply, type Checkpoint, type SessionRequest } from 'mo-otp-gate/contract';
import { grantFor } from '../../demo/verifier/domain/grant.js';
import { presets } from '../../demo/verifier/domain/policy-presets.js';
import { exam, hong, lesson, SetClock, startVerifier } from '../support/verifier.js';

const noon = Date.parse('2026-03-02T12:00:00+09:00');
const { manual, daily } = presets;
const enrolment: Checkpoint = { ...exam, kind: 'enrolment' };

for (const [name, rule, checkpoint, grant] of [
  ['lesson 9 by the manual', manual.rules.lesson, lesson(9), { scope: 'once', expiresIn: 30 * 86_400 }],
  ['a lesson of a day', daily.rules.lesson, lesson(2), { scope: 'day', expiresIn: 12 * 3600 }],
  ['a lesson without a number', manual.rules.lesson, {}, { scope: 'entry', expiresIn: 4 * 3600 }],
  ['an exam', manual.rules.exam, exam, { scope: 'entry', expiresIn: 4 * 3600 }],
  ['enrolment', manual.rules.enrolment, enrolment, { scope: 'once', expiresIn: 30 * 86_400 }],
  ['a kind that is never verified', { when: 'never' }, lesson(2), { scope: 'once', expiresIn: 30 * 86_400 }],
] as const)
  test(`${name} is granted for ${grant.scope}`, () =>
    assert.deepEqual(grantFor(rule, checkpoint as Pick<Checkpoint, 'number'>, noon, noon), grant));

test('a grant of a day ends at the midnight in Korea after the redemption', () => {
  const late = Date.parse('2026-03-02T23:59:30+09:00');
  assert.deepEqual(grantFor(daily.rules.lesson, lesson(2), late, late), { scope: 'day', expiresIn: 30 });
  assert.deepEqual(grantFor(daily.rules.lesson, lesson(2), late, late + 29_500), { scope: 'day', expiresIn: 1 });
});

test('a token redeemed on the next day grants one entry, not another day', () => {
  const late = Date.parse('2026-03-02T23:59:30+09:00');
  assert.equal(grantFor(daily.rules.lesson, lesson(2), late, late + 30_000).scope, 'entry');
});

test('a site learns by a dry request whether verification is due, without opening a session', async (t) => {
  const clock = new SetClock();
  const v = await startVerifier({ clock, policy: manual });
  t.after(() => v.close());
  const opened: unknown[] = [];
  const open = v.store.openSession.bind(v.store);
  v.store.openSession = async (session) => (opened.push(session), open(session));
  const secret = { authorization: `Bearer ${v.siteSecret}` };
  const dry = async (checkpoint: Checkpoint, more: Partial<SessionRequest> = {}) => {
    const reply = await v.post('/sessions', { learner: hong, checkpoint, dry: true, ...more }, secret);
    assert.equal(reply.status, 200);
    const body = (await reply.json()) as object;
    DryReply.parse(body);
    return body;
  };
  assert.deepEqual(await dry(lesson(1)), { required: true });
  assert.deepEqual(await dry(exam), { required: true });
  assert.equal(opened.length, 0);

  const phone = await v.registerDevice();
  const session = await v.openSession(hong, { ...exam, kind: 'enrolment' });
  assert.equal((await v.verify((await v.challenge(session)).id, phone.codeAt(clock.now()))).status, 'verified');
  assert.deepEqual(await dry(lesson(2)), { required: false, reason: 'not-due' });
  assert.deepEqual(await dry(lesson(1)), { required: true });
  assert.equal(opened.length, 1);
});

test('a site’s dry request is refused for the same reasons as a session', async (t) => {
  const v = await startVerifier();
  t.after(() => v.close());
  const secret = { authorization: `Bearer ${v.siteSecret}` };
  const body = { learner: hong, checkpoint: exam, dry: true };
  assert.equal((await v.post('/sessions', body)).status, 401);
  assert.equal((await v.post('/sessions', { ...body, origin: 'http://other.test' }, secret)).status, 403);
  assert.equal((await v.post('/sessions', { ...body, methods: ['captcha'] }, secret)).status, 400);
});
