import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { generateSync, ScureBase32Plugin } from 'otplib';
import type { Params } from 'mo-otp-gate/contract';
import { hong, kim } from '../../support/verifier.js';
import { begin } from './session.js';

const minute = 60_000;
type State = Params<'web-otp'>['state'];

async function browsers(t: TestContext) {
  const v = await begin(t);
  /** Opens a challenge of web OTP; asserts its state. */
  async function inState<S extends State>(session: string, state: S) {
    const challenge = await v.ask(session, 'web-otp');
    assert.equal(challenge.params.state, state);
    return { ...challenge, params: challenge.params as Extract<Params<'web-otp'>, { state: S }> };
  }
  const codeOf = (key: string) => () =>
    generateSync({
      secret: new ScureBase32Plugin().encode(Buffer.from(key, 'base64url')),
      epoch: v.clock.now() / 1000,
      period: 60,
      digits: 6,
    });

  /** Passes the phone check, receives the key and submits its first code. */
  async function register(session: string) {
    const checked = await inState(session, 'new');
    assert.deepEqual(await v.prove(checked.id), { status: 'pending', retryIn: 2 });
    await v.checkPhone(checked.params.url);
    assert.deepEqual(await v.prove(checked.id), { status: 'unlocked' });
    assert.deepEqual(await v.prove(checked.id), { status: 'expired' });
    const {
      id,
      params: { device, key },
    } = await inState(session, 'enrol');
    const code = codeOf(key);
    return { device, code, verdict: await v.prove(id, { device, code: code() }) };
  }
  return { ...v, inState, register, codeOf };
}

test('a learner registers a browser by a phone check and the first right code', async (t) => {
  const v = await browsers(t);
  const { device, code, verdict } = await v.register(await v.session());
  assert.equal(verdict.status, 'verified');
  v.clock.advance(minute);
  const { id, params } = await v.inState(await v.session(), 'registered');
  assert.deepEqual(params, { state: 'registered', digits: 6, period: 60, device });
  const again = await v.prove(id, { device, code: code() });
  assert(again.status === 'verified');
  assert.equal(again.method, 'web-otp');
});

test('a learner gets a new key with each request, and only the key that was used is registered', async (t) => {
  const v = await browsers(t);
  const session = await v.session();
  const checked = await v.inState(session, 'new');
  await v.checkPhone(checked.params.url);
  await v.prove(checked.id);
  const [lost, kept] = [await v.inState(session, 'enrol'), await v.inState(session, 'enrol')];
  assert.notEqual(lost.params.key, kept.params.key);
  const { device, key } = kept.params;
  assert.deepEqual(await v.prove(lost.id, { device, code: v.codeOf(key)() }), {
    status: 'rejected',
    reason: 'mismatch',
    attemptsLeft: 5,
  });
  assert.equal((await v.prove(kept.id, { device, code: v.codeOf(key)() })).status, 'verified');
  assert.equal((await v.inState(await v.session(), 'registered')).params.device, device);
});

test('a learner can use a code once', async (t) => {
  const v = await browsers(t);
  const { device, code } = await v.register(await v.session());
  const { id } = await v.inState(await v.session(), 'registered');
  assert.deepEqual(await v.prove(id, { device, code: code() }), {
    status: 'rejected',
    reason: 'used-code',
    attemptsLeft: 5,
  });
});

test('a learner who registers another browser replaces the first', async (t) => {
  const v = await browsers(t);
  const first = await v.register(await v.session());
  v.clock.advance(minute);
  const session = await v.session();
  const { id } = await v.inState(session, 'registered');
  assert.deepEqual(await v.prove(id, { renew: true }), { status: 'unlocked' });
  const left = await v.inState(await v.session(), 'registered');
  const second = await v.register(session);
  assert.equal(second.verdict.status, 'verified');
  v.clock.advance(minute);
  assert.deepEqual(await v.prove(left.id, { device: first.device, code: first.code() }), {
    status: 'rejected',
    reason: 'mismatch',
    attemptsLeft: 5,
  });
  assert.equal((await v.prove(left.id, { device: second.device, code: second.code() })).status, 'verified');
});

test('a learner keeps the first browser until the phone check for another is passed', async (t) => {
  const v = await browsers(t);
  const first = await v.register(await v.session());
  const session = await v.session();
  await v.prove((await v.inState(session, 'registered')).id, { renew: true });
  const { id, params } = await v.inState(session, 'new');
  await v.checkPhone(params.url, { name: kim.name, phone: kim.phone });
  assert.deepEqual(await v.prove(id), { status: 'rejected', reason: 'not-same-person' });
  await v.inState(session, 'new');
  v.clock.advance(minute);
  const { id: other } = await v.inState(await v.session(), 'registered');
  assert.equal((await v.prove(other, { device: first.device, code: first.code() })).status, 'verified');
});

test('a learner who fails five codes loses web OTP but not the phone app, and unlocks by a phone check', async (t) => {
  const v = await browsers(t);
  const { device, code } = await v.register(await v.session());
  v.clock.advance(minute);
  const session = await v.session();
  const { id } = await v.inState(session, 'registered');
  const wrong = code() === '000000' ? '111111' : '000000';
  for (const attemptsLeft of [4, 3, 2, 1, 0])
    assert.deepEqual(await v.prove(id, { device, code: wrong }), {
      status: 'rejected',
      reason: 'wrong-code',
      attemptsLeft,
    });
  assert.deepEqual(await v.prove(id, { device, code: code() }), { status: 'locked', unlock: ['phone'] });
  assert.equal((await v.challenge(session, 'web-otp')).status, 'locked');
  const motp = await v.ask(session, 'motp');
  assert.deepEqual(motp.offers, ['motp', 'phone']);
  const phone = await v.ask(session, 'phone');
  await v.checkPhone(phone.params.url);
  assert.deepEqual(await v.prove(phone.id), { status: 'unlocked' });
  const back = await v.inState(session, 'registered');
  assert.equal((await v.prove(back.id, { device, code: code() })).status, 'verified');
});

test('a learner cannot use another learner’s browser', async (t) => {
  const v = await browsers(t);
  const { device, code } = await v.register(await v.session());
  const { id } = await v.inState(await v.session(kim), 'new');
  assert.deepEqual(
    await v.prove(id, { device, code: code() }),
    { status: 'pending', retryIn: 2 },
    'the phone check is what is asked',
  );
});

test('a proof with neither a code nor a request to renew is a bad request', async (t) => {
  const v = await browsers(t);
  await v.register(await v.session());
  const { id } = await v.inState(await v.session(), 'registered');
  for (const proof of [{}, { code: '123456' }, { device: 'x', code: '12345' }, { renew: 'yes' }])
    assert.equal((await v.post('/verify', { challenge: id, attempt: 'attempt-1', proof })).status, 400);
});

test('a learner’s key is stored sealed', async (t) => {
  const v = await browsers(t);
  const session = await v.session();
  const { device } = await v.register(session);
  const kept = await v.store.browser((await v.learners.find('site', hong.ref))!);
  assert.equal(kept?.id, device);
  assert.match(kept!.secret, /^[0-9a-f]{8}\./);
});
