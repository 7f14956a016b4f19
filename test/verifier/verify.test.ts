import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { ChallengeReply } from 'mo-otp-gate/contract';
import { presets } from '../../demo/verifier/domain/policy-presets.js';
import { exam, hong, kim, lesson, SetClock, startVerifier, type Options } from '../support/verifier.js';

const minute = 60_000;

/** Opens a verifier and registers a learner's phone. */
async function begin(t: TestContext, options: Options = {}) {
  const clock = new SetClock();
  const v = await startVerifier({ clock, ...options });
  t.after(() => v.close());
  const phone = await v.registerDevice();
  /** Enters the exam and types a code. */
  const type = async (code: string, learner = hong) =>
    v.verify((await v.challenge(await v.openSession(learner))).id, code);
  return {
    ...v,
    clock,
    phone,
    type,
    right: () => phone.codeAt(clock.now()),
    wrong: () => phone.wrongCodeAt(clock.now()),
  };
}

test('a learner gets a challenge with method, checkpoint, own name and expiry', async (t) => {
  const v = await begin(t);
  const { id, ...challenge } = await v.challenge(await v.openSession(hong, { ...exam, title: '최종 시험' }));
  assert.match(id, /^ch_/);
  assert.deepEqual(challenge, {
    status: 'challenge',
    method: 'motp',
    params: { digits: 6, period: 60, clock: 'automatic' },
    offers: ['motp', 'web-otp', 'phone'],
    checkpoint: { kind: 'exam', title: '최종 시험', step: { n: 1, of: 1 } },
    learner: { name: '홍길동', phone: '010-0000-1234' },
    attemptsLeft: 5,
    unlock: ['phone'],
    expiresIn: 300,
    time: v.clock.now(),
    help: { phone: '02-000-0000' },
  });
});

test('a learner sees name and phone masked where the policy says so', async (t) => {
  const v = await begin(t, { policy: { ...presets.manual, learner: 'masked' } });
  assert.deepEqual((await v.challenge(await v.openSession())).learner, { name: '홍*동', phone: '010-****-1234' });
});

test('a learner who types a right code is verified', async (t) => {
  const v = await begin(t);
  const { token, ...verdict } = (await v.type(v.right())) as { token: string };
  assert.deepEqual(verdict, { status: 'verified', method: 'motp', expiresIn: 300 });
  assert.equal(token.split('.').length, 3);
});

test('a learner may type a code one step early or late, not two', async (t) => {
  for (const [drift, status] of [
    [-2, 'rejected'],
    [-1, 'verified'],
    [1, 'verified'],
    [2, 'rejected'],
  ] as const) {
    const v = await begin(t);
    assert.equal((await v.type(v.phone.codeAt(v.clock.now() + drift * minute))).status, status, `${drift} steps`);
  }
});

test('a learner can use a code once, neither again in another session nor the code of an earlier step', async (t) => {
  const v = await begin(t);
  const now = v.clock.now();
  assert.equal((await v.type(v.phone.codeAt(now))).status, 'verified');
  for (const at of [now, now - minute])
    assert.deepEqual(await v.type(v.phone.codeAt(at)), { status: 'rejected', reason: 'used-code', attemptsLeft: 5 });
  v.clock.advance(minute);
  assert.equal((await v.type(v.right())).status, 'verified');
});

test('a learner who used a code at one site cannot use it at another', async (t) => {
  const v = await begin(t);
  const other = await v.registerSite('other', ['http://other.test']);
  const code = v.right();
  assert.equal((await v.type(code)).status, 'verified');
  const challenge = await v.challenge(await v.openSession({ ...hong, ref: 'x' }, exam, {}, other));
  assert.deepEqual(await v.verify(challenge.id, code), { status: 'rejected', reason: 'used-code', attemptsLeft: 5 });
});

test('a learner who types five wrong codes is locked, also for a new challenge, session or right code', async (t) => {
  const v = await begin(t);
  for (const attemptsLeft of [4, 3, 2, 1, 0])
    assert.deepEqual(await v.type(v.wrong()), { status: 'rejected', reason: 'wrong-code', attemptsLeft });
  const reply = await v.read(ChallengeReply, v.post('/challenge', { session: await v.openSession() }));
  assert.deepEqual(reply, {
    status: 'locked',
    unlock: ['phone'],
    learner: { name: '홍길동', phone: '010-0000-1234' },
    help: { phone: '02-000-0000' },
  });
});

test('a locked learner sees the lock for right and wrong codes of an open challenge alike', async (t) => {
  const v = await begin(t);
  const { id } = await v.challenge(await v.openSession());
  for (let i = 0; i < 5; i++) await v.verify(id, v.wrong());
  for (const code of [v.wrong(), v.right()])
    assert.deepEqual(await v.verify(id, code), { status: 'locked', unlock: ['phone'] });
});

test('a learner who types a right code resets the count', async (t) => {
  const v = await begin(t);
  for (let i = 0; i < 4; i++) await v.type(v.wrong());
  assert.equal((await v.type(v.right())).status, 'verified');
  assert.deepEqual(await v.type(v.wrong()), { status: 'rejected', reason: 'wrong-code', attemptsLeft: 4 });
});

test('a learner who repeats an attempt gets the same verdict and token, and it counts once', async (t) => {
  const v = await begin(t);
  const { id } = await v.challenge(await v.openSession());
  const miss = await v.verify(id, v.wrong(), 'attempt-1');
  assert.deepEqual(await v.verify(id, v.wrong(), 'attempt-1'), miss);
  assert.deepEqual(await v.verify(id, v.right(), 'attempt-1'), miss);
  assert.equal((await v.challenge(await v.openSession())).attemptsLeft, 4);
  const hit = await v.verify(id, v.right(), 'attempt-2');
  assert.equal(hit.status, 'verified');
  v.clock.advance(2000);
  assert.deepEqual(await v.verify(id, v.right(), 'attempt-2'), hit);
  v.clock.advance(5 * minute);
  assert.deepEqual(
    await v.verify(id, v.right(), 'attempt-2'),
    { status: 'expired' },
    'its token is of no use any more',
  );
});

test('a learner without app, or with another name or number, gets the same answer and loses no try', async (t) => {
  const v = await begin(t);
  for (const learner of [kim, { ...hong, name: '홍길순' }, { ...hong, phone: '010-0000-9999' }])
    assert.deepEqual(await v.type(v.right(), learner), { status: 'rejected', reason: 'mismatch', attemptsLeft: 5 });
});

test('a learner’s name and number match in any spelling of the site', async (t) => {
  const v = await begin(t);
  assert.equal(
    (await v.type(v.right(), { ...hong, name: '홍 길동'.normalize('NFD'), phone: '+82 10 0000 1234' })).status,
    'verified',
  );
});

test('two learners have separate codes and tries', async (t) => {
  const v = await begin(t);
  const kims = await v.registerDevice(kim.name, kim.phone);
  for (let i = 0; i < 5; i++) await v.type(v.wrong());
  assert.deepEqual(await v.type(kims.wrongCodeAt(v.clock.now()), kim), {
    status: 'rejected',
    reason: 'wrong-code',
    attemptsLeft: 4,
  });
  assert.equal((await v.type(kims.codeAt(v.clock.now()), kim)).status, 'verified');
});

test('a learner has five minutes for a challenge and may open another', async (t) => {
  const v = await begin(t);
  const session = await v.openSession();
  const { id } = await v.challenge(session);
  v.clock.advance(5 * minute - 1);
  assert.equal((await v.verify(id, v.wrong())).status, 'rejected');
  v.clock.advance(1);
  assert.deepEqual(await v.verify(id, v.right()), { status: 'expired' });
  assert.equal((await v.verify((await v.challenge(session)).id, v.right())).status, 'verified');
});

test('a challenge does not outlive its session', async (t) => {
  const v = await begin(t);
  const session = await v.openSession();
  v.clock.advance(14 * minute);
  const { id, expiresIn } = await v.challenge(session);
  assert.equal(expiresIn, 60);
  v.clock.advance(minute);
  assert.deepEqual(await v.verify(id, v.right()), { status: 'expired' });
  assert.equal((await v.post('/challenge', { session })).status, 401);
});

test('a learner gets no further challenge in a finished session', async (t) => {
  const v = await begin(t);
  const session = await v.openSession();
  const [one, other] = [await v.challenge(session), await v.challenge(session)];
  assert.equal((await v.verify(one.id, v.right())).status, 'verified');
  v.clock.advance(minute);
  assert.deepEqual(await v.verify(other.id, v.right()), { status: 'expired' });
  assert.equal((await v.post('/challenge', { session })).status, 401);
});

test('a learner in lesson 1 enrols with “1 of 2” and gets one token, for the lesson, with “2 of 2”', async (t) => {
  const v = await begin(t, { policy: presets.manual });
  const session = await v.openSession(hong, { ...lesson(1), title: '1차시' });
  const first = await v.challenge(session);
  assert.deepEqual(first.checkpoint, { kind: 'enrolment', step: { n: 1, of: 2 } });
  assert.deepEqual(await v.verify(first.id, v.right()), { status: 'unlocked' });
  const second = await v.challenge(session);
  assert.deepEqual(second.checkpoint, { kind: 'lesson', number: 1, title: '1차시', step: { n: 2, of: 2 } });
  assert.equal((await v.verify(second.id, v.right())).status, 'rejected', 'the code of the first check is used');
  v.clock.advance(minute);
  const verdict = await v.verify(second.id, v.right());
  assert(verdict.status === 'verified');
  const redeemed = await v.siteverify(verdict.token);
  assert(redeemed.success);
  assert.deepEqual(redeemed.checkpoint, { ...lesson(1), title: '1차시' });

  assert.deepEqual(await v.enter(lesson(1)), { required: false, reason: 'already-verified' });
  assert.deepEqual(await v.enter(lesson(2)), { required: false, reason: 'not-due' });
  assert.equal((await v.challenge(await v.openSession(hong, lesson(9)))).checkpoint.step?.of, 1);
  assert.equal((await v.enter(lesson(1), kim)).required, true);
  assert.equal((await v.enter({ ...lesson(1), class: '2026-2' })).required, true);
});

test('a learner who enrols at lesson 2 gets a token for lesson 2', async (t) => {
  const v = await begin(t, { policy: presets.manual });
  const challenge = await v.challenge(await v.openSession(hong, lesson(2)));
  assert.deepEqual(challenge.checkpoint, { kind: 'enrolment', step: { n: 1, of: 1 } });
  const verdict = await v.verify(challenge.id, v.right());
  assert(verdict.status === 'verified');
  const redeemed = await v.siteverify(verdict.token);
  assert.deepEqual(redeemed.success && redeemed.checkpoint, lesson(2));
});

test('a learner loses no try while the authority is down', async (t) => {
  let broken = true;
  const authority = {
    check: async () => (broken ? { found: 'unavailable', retryIn: 30 } : { found: 'match' }) as { found: 'match' },
  };
  const v = await begin(t, { authority });
  const { id } = await v.challenge(await v.openSession());
  assert.deepEqual(await v.verify(id, '123456', 'attempt-1'), { status: 'unavailable', retryIn: 30 });
  broken = false;
  assert.equal((await v.verify(id, '123456', 'attempt-1')).status, 'verified');
});

test('the authority is not queried for a repeated attempt, a locked learner or an ended challenge', async (t) => {
  let asked = 0;
  const v = await begin(t, { authority: { check: async () => (asked++, { found: 'wrong-code' }) } });
  const session = await v.openSession();
  const [early, { id }] = [await v.challenge(session), await v.challenge(session)];
  for (const attempt of ['attempt-1', 'attempt-1', 'attempt-2', 'attempt-3', 'attempt-4', 'attempt-5'])
    await v.verify(id, '123456', attempt);
  assert.equal(asked, 5);
  assert.equal((await v.verify(id, '123456')).status, 'locked');
  v.clock.advance(5 * minute);
  assert.equal((await v.verify(early.id, '123456')).status, 'expired');
  assert.equal(asked, 5);
});

test('a learner’s attempt leaves one evidence record with checkpoint, time, address and outcome', async (t) => {
  const v = await begin(t);
  const { id } = await v.challenge(await v.openSession());
  await v.verify(id, v.wrong(), 'attempt-1');
  await v.verify(id, v.wrong(), 'attempt-1');
  await v.verify(id, v.right(), 'attempt-2');
  const rows = (await v.evidence.entries({ site: 'site', learner: hong.ref }, 100)).map(
    ({ entry: _e, learner: _l, previous: _p, salt: _s, commitment: _c, hash: _h, version: _v, ...row }) => row,
  );
  assert.deepEqual(
    rows.map(({ status, reason, attemptNumber }) => ({ status, reason, attemptNumber })),
    [
      { status: 'rejected', reason: 'wrong-code', attemptNumber: 1 },
      { status: 'verified', reason: null, attemptNumber: 2 },
    ],
  );
  assert.deepEqual(
    { ...rows[0], status: '', reason: '' },
    {
      site: 'site',
      ref: hong.ref,
      ...exam,
      number: null,
      method: 'motp',
      at: v.clock.now(),
      attemptNumber: 1,
      status: '',
      reason: '',
      upstream: null,
      transaction: null,
      ip: '127.0.0.1',
      userAgent: 'node',
    },
  );
});
