/** What an attacker can make the institution pay, and what honest learners keep meanwhile. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { limits as deviceLimits } from '../../demo/verifier/authorities/devices/rules.js';
import { writingLimits } from '../../demo/verifier/domain/limits.js';
import { addressGroup, clientAddress } from '../../demo/verifier/http/client-address.js';
import { RegisterReply, type CodeReply } from '../../demo/verifier/authorities/devices/wire.js';
import { hong, kim, SetClock, startVerifier, type Options } from '../support/verifier.js';
import { databases } from './sites/each-store.js';

const minute = 60_000;
const day = 24 * 60 * minute;

for (const [written, address, group] of [
  ['192.0.2.1', '192.0.2.1', '192.0.2.1'],
  ['192.0.2.1:4711', '192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1', '192.0.2.1'],
  ['[::ffff:192.0.2.1]:4711', '192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['[2001:DB8:1:2::9]:4711', '2001:DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::', '2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80::1', 'fe80:0:0:0::/64'],
  ['::1', '::1', '0:0:0:0::/64'],
  ['unknown', 'unknown', 'unknown'],
] as const)
  test(`${written} is limited as ${group}`, () => {
    assert.deepEqual([clientAddress(written), addressGroup(written)], [address, group]);
  });

/** A verifier behind a proxy that names the address of each client. */
async function begin(t: TestContext, options: Options = {}) {
  const clock = new SetClock();
  const v = await startVerifier({ clock, ...options, settings: { TRUST_PROXY: '127.0.0.1', ...options.settings } });
  t.after(() => v.close());
  const from = (address: string) => ({ 'x-forwarded-for': address });
  return {
    ...v,
    clock,
    from,
    /** The status of a request for a message. */
    asks: async (address: string, phone: string, name: string = hong.name) =>
      (await v.post('/devices/codes', { name, phone }, from(address))).status,
    /** Registers a phone as a person does, from an address. */
    async registers(address: string, phone: string, name: string = hong.name): Promise<string> {
      const asked = await v.post('/devices/codes', { name, phone }, from(address));
      if (asked.status !== 200) return String(asked.status);
      const { registration } = (await asked.json()) as CodeReply;
      const message = v.messages.findLast(({ to }) => to === phone.replaceAll('-', ''))!;
      const code = /\d{6}/.exec(message.text)![0];
      return (await v.read(RegisterReply, v.post('/devices', { registration, code }, from(address)))).status;
    },
  };
}
const number = (i: number) => `010-1000-${String(i).padStart(4, '0')}`;

test('a classroom of thirty registers within ten minutes behind one address', async (t) => {
  const v = await begin(t, { limits: { session: 120, learner: 300, address: 3000 } });
  for (let i = 0; i < 30; i++) {
    assert.equal(await v.registers('192.0.2.1:4711', number(i)), 'registered', `person ${i + 1}`);
    v.clock.advance(20_000);
  }
});

test('an attacker who asks for messages to a number does not keep its owner from registering', async (t) => {
  const v = await begin(t);
  for (let i = 0; i < 144; i++) {
    await v.asks('192.0.2.66', hong.phone);
    await v.asks('2001:db8:6:6::' + i.toString(16), hong.phone);
    v.clock.advance(10 * minute);
  }
  assert.ok(v.messages.length <= 32, `${v.messages.length} messages in a day`);
  assert.equal(await v.registers('192.0.2.1', hong.phone), 'registered');
});

test('a number gets forty messages in any day, from however many networks, so that guesses at its code have an end', async (t) => {
  const v = await begin(t);
  const sentAt: number[] = [];
  for (let i = 0; i < 600; i++) {
    if ((await v.asks(`198.51.100.${i % 250}`, hong.phone)) === 200) sentAt.push(v.clock.now());
    v.clock.advance(5 * minute);
  }
  for (const start of sentAt) assert.ok(sentAt.filter((at) => at >= start && at < start + day).length <= 40);
  assert.ok(40 * deviceLimits.smsTries <= 200, 'two hundred guesses a day at a million codes');
});

test('a network, an IPv6 /64 as one, makes the institution pay for its share only', async (t) => {
  const v = await begin(t, { settings: { SMS_PER_NETWORK: '20' } });
  for (let i = 0; i < 40; i++) await v.asks(`2001:db8:1:2::${i.toString(16)}`, number(i));
  assert.equal(v.messages.length, 10, 'half of it at once');
  assert.equal(await v.asks('2001:db8:1:3::1', number(50)), 200, 'its neighbour');
});

test('all messages together have a ceiling, and near it an alarm is in log and metrics', async (t) => {
  const lines: string[] = [];
  const v = await begin(t, {
    settings: { SMS_PER_DAY: '20' },
    metricsToken: 'made for this test',
    logger: { level: 'error', stream: { write: (line: string) => void lines.push(line) } },
  });
  const alarms = async () => {
    const headers = { authorization: 'Bearer made for this test' };
    const text = await (await fetch(new URL('/metrics', v.url), { headers })).text();
    return Number(/^mo_otp_alarms_total\{of="sms"\} (\d+)$/m.exec(text)?.[1] ?? 0);
  };
  for (let i = 0; i < 8; i++) assert.equal(await v.asks(`198.51.100.${i}`, number(i)), 200);
  assert.deepEqual([await alarms(), lines.length], [0, 0]);
  for (let i = 8; i < 10; i++) assert.equal(await v.asks(`198.51.100.${i}`, number(i)), 200);
  assert.deepEqual([await alarms(), lines.length], [2, 2]);
  assert.equal(await v.asks('198.51.100.10', number(10)), 429);
  assert.equal(v.messages.length, 10);
  for (const line of lines) assert.match(line, /"alarm":"sms"/);
});

test('honest learners behind one address keep their requests through a flood of twenty a second', async (t) => {
  const v = await begin(t, { limits: { session: 120, learner: 300, address: 600 } });
  const sessions = await Promise.all(
    Array.from({ length: 10 }, (_, i) => v.openSession({ ...kim, ref: `learner-${i + 10}` })),
  );
  let [sent, served, junk] = [0, 0, 0];
  for (let second = 0; second < 90; second++) {
    const flood = Array.from({ length: 20 }, () => v.post('/challenge', { session: 'se_none' }, v.from('192.0.2.1')));
    const honest = [
      v.post('/challenge', { session: sessions[second % 10]! }, v.from('192.0.2.1')),
      v.post(
        '/devices/unlock',
        { device: 'dv_1', attempt: 'x'.repeat(16), proof: '0'.repeat(64) },
        v.from('192.0.2.1'),
      ),
    ];
    const replies = await Promise.all([...honest, ...flood]);
    for (const { status } of replies.slice(0, 2)) served += status === 200 ? 1 : 0;
    sent += 2;
    junk += replies.slice(2).filter(({ status }) => status === 429).length;
    v.clock.advance(1_000);
  }
  assert.ok(junk > 100, `${junk} of the flood are refused`);
  assert.ok(served / sent >= 0.95, `${served} of ${sent}`);
});

for (const [database, { skip, open }] of Object.entries(databases)) {
  test(`${database}: guesses at one phone count together under every learner, and have an end`, { skip }, async (t) => {
    const v = await begin(t, { settings: await open(t) });
    const phone = await v.registerDevice();
    const wrong = phone.wrongCodeAt(v.clock.now());
    const guess = async (i: number, code = wrong) => {
      const { id } = await v.challenge(await v.openSession({ ...hong, ref: `account-${i}` }));
      const verdict = await v.verify(id, code);
      return verdict.status === 'rejected' ? verdict.reason : verdict.status;
    };
    const verdicts = await Promise.all(Array.from({ length: 100 }, (_, i) => guess(i)));
    assert.equal(verdicts.filter((verdict) => verdict === 'wrong-code').length, 50);
    assert.equal(verdicts.filter((verdict) => verdict === 'locked').length, 50);
    assert.equal(await guess(200, phone.codeAt(v.clock.now())), 'locked', 'a right code says nothing either');
    // the owner registers the phone again, or waits for a day
    v.clock.advance(day);
    assert.equal(await guess(201, phone.codeAt(v.clock.now())), 'verified');
    const fresh = await v.registerDevice();
    assert.equal(await guess(202, fresh.codeAt(v.clock.now())), 'verified');
  });

  test(`${database}: a session leaves so much evidence, a challenge long over none`, { skip }, async (t) => {
    const v = await begin(t, { settings: await open(t) });
    const session = await v.openSession(kim);
    const { id } = await v.challenge(session);
    const agent = { 'user-agent': 'x'.repeat(4_000), 'content-type': 'application/json' };
    const evidence = async () => v.evidence.entries({ site: 'site', learner: kim.ref }, 10_000);
    for (let i = 0; i < writingLimits.attempts + 30; i++)
      await v.post('/verify', { challenge: id, attempt: `attempt-${i}`, proof: { code: '000000' } }, agent);
    const rows = await evidence();
    assert.equal(rows.length, writingLimits.attempts);
    assert.ok(rows.every(({ userAgent }) => userAgent!.length <= 256));
    // columns of names and hashes, and a name of a method
    const bytes = rows.reduce((sum, row) => sum + Buffer.byteLength(Object.values(row).join('')), 0);
    assert.ok(bytes < 100_000, `${bytes} bytes of evidence of one session`);

    const other = await v.challenge(await v.openSession({ ...kim, ref: 'learner-late' }));
    v.clock.advance(5 * minute + writingLimits.late + 1);
    assert.deepEqual(await v.verify(other.id, '000000'), { status: 'expired' });
    assert.equal((await v.evidence.entries({ site: 'site', learner: 'learner-late' }, 10)).length, 0);
  });
}
