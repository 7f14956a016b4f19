import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { test, type TestContext } from 'node:test';
import { ScureBase32Plugin } from 'otplib';
import { limits, smsWait } from '../../demo/verifier/authorities/devices/rules.js';
import { CodeReply, RegisterReply, UnlockReply } from '../../demo/verifier/authorities/devices/wire.js';
import { hong, kim, SetClock, startVerifier } from '../support/verifier.js';

const second = 1000;

async function begin(t: TestContext) {
  const clock = new SetClock();
  const v = await startVerifier({ clock });
  t.after(() => v.close());
  return {
    ...v,
    clock,
    /** Requests a text message; returns the registration and the code in it. */
    async ask(name: string = hong.name, phone: string = hong.phone) {
      const { registration } = await v.read(CodeReply, v.post('/devices/codes', { name, phone }));
      const code = /\d{6}/.exec(v.messages.at(-1)!.text)![0];
      return { registration, code, wrong: code === '000000' ? '111111' : '000000' };
    },
    register: (registration: string, code: string) => v.read(RegisterReply, v.post('/devices', { registration, code })),
    unlock: (device: string, secret: string, attempt: string = randomUUID()) =>
      v.read(
        UnlockReply,
        v.post('/devices/unlock', {
          device,
          attempt,
          proof: createHmac('sha256', new ScureBase32Plugin().decode(secret))
            .update(`mo-otp-gate unlock ${attempt}`)
            .digest('hex'),
        }),
      ),
    /** The verdict on a code of this phone. */
    async type(code: string) {
      const verdict = await v.verify((await v.challenge(await v.openSession())).id, code);
      return verdict.status === 'rejected' ? verdict.reason : verdict.status;
    },
  };
}
const other = 'A'.repeat(32);

test('a learner receives six digits by text message at the number in national form', async (t) => {
  const v = await begin(t);
  const reply = await v.read(CodeReply, v.post('/devices/codes', { name: ' 홍길동 ', phone: '+82 10-0000-1234' }));
  assert.equal(reply.expiresIn, 180);
  assert.match(reply.registration, /^rg_/);
  assert.equal(v.messages.length, 1);
  assert.equal(v.messages[0]!.to, '01000001234');
  assert.match(v.messages[0]!.text, /\b\d{6}\b/);
});

test('a learner who types the code registers the phone and gets a 160-bit key and the verifier’s time', async (t) => {
  const v = await begin(t);
  const { registration, code } = await v.ask();
  const reply = await v.register(registration, code);
  assert(reply.status === 'registered');
  assert.equal(reply.time, v.clock.now());
  assert.equal(new ScureBase32Plugin().decode(new URL(reply.otpauth).searchParams.get('secret')!).length, 20);
});

test('a learner can use the code of a message once, for its own registration', async (t) => {
  const v = await begin(t);
  const [one, two] = [await v.ask(), await v.ask()];
  assert.equal((await v.register(two.registration, one.code === two.code ? one.wrong : one.code)).status, 'rejected');
  assert.equal((await v.register(one.registration, one.code)).status, 'registered');
  assert.deepEqual(await v.register(one.registration, one.code), { status: 'expired' });
});

test('a learner who types five wrong codes needs a new message', async (t) => {
  const v = await begin(t);
  const { registration, code, wrong } = await v.ask();
  for (const attemptsLeft of [4, 3, 2, 1, 0])
    assert.deepEqual(await v.register(registration, wrong), { status: 'rejected', attemptsLeft });
  assert.deepEqual(await v.register(registration, code), { status: 'expired' });
});

test('a learner has three minutes to type the code of the message', async (t) => {
  const v = await begin(t);
  const [early, late] = [await v.ask(), await v.ask()];
  v.clock.advance(180 * second - 1);
  assert.equal((await v.register(early.registration, early.code)).status, 'registered');
  v.clock.advance(1);
  assert.deepEqual(await v.register(late.registration, late.code), { status: 'expired' });
  assert.deepEqual(await v.register('rg_none', '123456'), { status: 'expired' });
});

test('a learner who asks for a sixth message in ten minutes waits; other numbers do not', async (t) => {
  const v = await begin(t);
  const ask = (phone: string) => v.post('/devices/codes', { name: '홍길동', phone });
  for (let i = 0; i < 5; i++) {
    assert.equal((await ask(hong.phone)).status, 200);
    v.clock.advance(10 * second);
  }
  const refused = await ask('+82 10 0000 1234');
  assert.deepEqual(
    [refused.status, ((await refused.json()) as { code: string }).code, refused.headers.get('retry-after')],
    [429, 'too-many-requests', '550'],
  );
  assert.equal(v.messages.length, 5);
  assert.equal((await ask(kim.phone)).status, 200);
  v.clock.advance(550 * second);
  assert.equal((await ask(hong.phone)).status, 200);
});

test('a learner waits whole seconds, until the oldest of the last five messages is ten minutes old', () => {
  const now = 10_000_000;
  const ago = (...seconds: number[]) => seconds.map((s) => now - s * second);
  for (const [sentAt, wait] of [
    [[], 0],
    [ago(4, 3, 2, 1), 0],
    [ago(5, 4, 3, 2, 1), 595],
    [ago(600, 4, 3, 2, 1), 0],
    [ago(599.5, 4, 3, 2, 1), 1],
    [ago(9, 8, 5, 4, 3, 2, 1), 595],
  ] as const)
    assert.equal(smsWait(sentAt, now), wait, String(sentAt));
  assert.equal(limits.smsPerWindow, 5);
});

test('of two phones that ask concurrently for the last message one gets it', async (t) => {
  const v = await begin(t);
  for (let i = 0; i < 4; i++) await v.ask();
  const replies = await Promise.all(
    Array.from({ length: 8 }, () => v.post('/devices/codes', { name: hong.name, phone: hong.phone })),
  );
  assert.equal(replies.filter(({ status }) => status === 200).length, 1);
});

test('a learner who registers a new phone replaces the old one and its used codes', async (t) => {
  const v = await begin(t);
  const old = await v.registerDevice();
  assert.equal(await v.type(old.codeAt(v.clock.now())), 'verified');
  const fresh = await v.registerDevice();
  assert.deepEqual(await v.unlock(old.device, old.secret), { status: 'replaced' });
  assert.equal(await v.type(old.codeAt(v.clock.now() + 60 * second)), 'wrong-code');
  assert.equal(await v.type(fresh.codeAt(v.clock.now())), 'verified');
});

test('a learner who does not confirm a new phone keeps the old one', async (t) => {
  const v = await begin(t);
  const phone = await v.registerDevice();
  const { registration, wrong } = await v.ask('김하나', hong.phone);
  await v.register(registration, wrong);
  assert.equal(await v.type(phone.codeAt(v.clock.now())), 'verified');
});

test('a learner who types the right PIN unlocks the app and gets the verifier’s time', async (t) => {
  const v = await begin(t);
  const { device, secret } = await v.registerDevice();
  assert.deepEqual(await v.unlock(device, secret), { status: 'unlocked', time: v.clock.now() });
});

test('a learner who types five wrong PINs locks the phone for good; its codes are invalid', async (t) => {
  const v = await begin(t);
  const { device, secret, codeAt } = await v.registerDevice();
  for (const attemptsLeft of [4, 3, 2, 1, 0])
    assert.deepEqual(await v.unlock(device, other), { status: 'rejected', attemptsLeft });
  v.clock.advance(24 * 3600 * second);
  assert.deepEqual(await v.unlock(device, secret), { status: 'locked' });
  assert.equal(await v.type(codeAt(v.clock.now())), 'mismatch');
  const again = await v.registerDevice();
  assert.deepEqual(await v.unlock(again.device, again.secret), { status: 'unlocked', time: v.clock.now() });
  assert.equal(await v.type(again.codeAt(v.clock.now())), 'verified');
});

test('a learner who types the right PIN resets the count', async (t) => {
  const v = await begin(t);
  const { device, secret } = await v.registerDevice();
  for (let i = 0; i < 4; i++) await v.unlock(device, other);
  assert.equal((await v.unlock(device, secret)).status, 'unlocked');
  assert.deepEqual(await v.unlock(device, other), { status: 'rejected', attemptsLeft: 4 });
});

test('a learner whose unlock reply is lost uses up one try', async (t) => {
  const v = await begin(t);
  const { device, secret } = await v.registerDevice();
  const attempt = randomUUID();
  for (let i = 0; i < 8; i++)
    assert.deepEqual(await v.unlock(device, other, attempt), { status: 'rejected', attemptsLeft: 4 });
  assert.deepEqual(await v.unlock(device, secret, attempt), { status: 'rejected', attemptsLeft: 4 });
  assert.equal((await v.unlock(device, secret)).status, 'unlocked');
});

test('concurrent wrong PINs are counted exactly', async (t) => {
  const v = await begin(t);
  const { device } = await v.registerDevice();
  const replies = await Promise.all(Array.from({ length: 40 }, () => v.unlock(device, other)));
  assert.deepEqual(replies.map(({ status }) => status).sort(), [
    ...Array<string>(35).fill('locked'),
    ...Array<string>(5).fill('rejected'),
  ]);
});
