import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { openVerifier } from '../../demo/verifier/compose.js';
import { settingsFrom } from '../../demo/verifier/settings.js';
import { exam, hong, SetClock, startVerifier } from '../support/verifier.js';

function scratch(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-start-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}
const sms = { SMS_WEBHOOK_URL: 'http://localhost:4175/sms', SMS_WEBHOOK_SECRET: 'made for this test' };

test('learners keep phones, tries, locks, used codes and tokens across a restart', async (t) => {
  const clock = new SetClock();
  const dataFolder = scratch(t);
  const before = await startVerifier({ clock, dataFolder });
  const phone = await before.registerDevice();
  const id = (await before.challenge(await before.openSession())).id;
  await before.verify(id, phone.wrongCodeAt(clock.now()));
  const session = await before.openSession();
  const right = {
    challenge: (await before.challenge(await before.openSession())).id,
    code: phone.codeAt(clock.now()),
    attempt: 'attempt-1',
  };
  const hit = await before.verify(right.challenge, right.code, right.attempt);
  assert(hit.status === 'verified');
  const miss = await before.verify(id, phone.wrongCodeAt(clock.now()), 'attempt-2');
  await before.close();

  const after = await startVerifier({ clock, dataFolder });
  t.after(() => after.close());
  assert.deepEqual(await after.verify(right.challenge, right.code, right.attempt), hit);
  assert.deepEqual(await after.verify(id, phone.codeAt(clock.now()), 'attempt-2'), miss);
  assert.equal((await after.challenge(session)).attemptsLeft, 4);
  assert.deepEqual(await after.verify((await after.challenge(session)).id, phone.codeAt(clock.now())), {
    status: 'rejected',
    reason: 'used-code',
    attemptsLeft: 4,
  });
  assert.equal((await after.siteverify(hit.token, before.siteSecret)).success, true);
});

test('a learner’s name, number, id, address, browser, code, token and secret are neither in the log nor in the data folder', async (t) => {
  const clock = new SetClock();
  const dataFolder = scratch(t);
  const log: string[] = [];
  const v = await startVerifier({
    clock,
    dataFolder,
    trustProxy: '127.0.0.1',
    logger: { level: 'trace', stream: { write: (line) => void log.push(line) } },
  });
  const learner = { ...hong, ref: 'employee-20260001' };
  const phone = await v.registerDevice();
  const { id } = await v.challenge(await v.openSession(learner));
  const from = { 'user-agent': 'Browser of a learner', 'x-forwarded-for': '192.0.2.77' };
  await v.post('/verify', { challenge: id, attempt: 'attempt-0', proof: { code: '000000' } }, from);
  const verdict = await v.verify(id, phone.codeAt(clock.now()));
  assert(verdict.status === 'verified');
  await v.siteverify(verdict.token);
  const [entry] = await v.evidence.entries({ site: 'site', learner: learner.ref, ip: '192.0.2.77' }, 10);
  assert.deepEqual([entry?.ref, entry?.userAgent], [learner.ref, 'Browser of a learner'], 'and it can be read');
  await v.post(`/challenge?name=${hong.name}`, { session: 7 });
  await v.close();

  const inside = [
    hong.name,
    encodeURIComponent(hong.name),
    hong.phone,
    hong.phone.replaceAll('-', ''),
    learner.ref,
    '192.0.2.77',
    'Browser of a learner',
    phone.codeAt(clock.now()),
    phone.secret,
    verdict.token,
    v.siteSecret,
    id,
  ];
  for (const secret of inside) assert.equal(log.join('').includes(secret), false, `${secret} in the log`);
  assert.equal(
    log.some((line) => line.includes('/v1/verify')),
    true,
  );
  const files = readdirSync(dataFolder).map((file) => readFileSync(join(dataFolder, file)));
  for (const secret of inside.slice(0, -1))
    assert.equal(
      files.some((file) => file.includes(secret)),
      false,
      `${secret} in a file`,
    );
});

test('a verifier opened from settings sends messages to the webhook and keeps its sites', async (t) => {
  const received: { body: unknown; authorization: string | undefined }[] = [];
  let answer = 204;
  const webhook = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        received.push({
          body: JSON.parse(Buffer.concat(chunks).toString()),
          authorization: request.headers.authorization,
        });
        response.writeHead(answer).end();
      });
  });
  await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
  t.after(() => webhook.close());
  const settings = settingsFrom({
    ...sms,
    SMS_WEBHOOK_URL: `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/sms`,
    DATA_DIR: scratch(t),
    LOG_LEVEL: 'silent',
  });

  for (const start of ['first', 'second']) {
    const { server, registerSite, close } = await openVerifier(settings, { clock: new SetClock() });
    if (start === 'first')
      for (const _ of ['once', 'twice'])
        await registerSite({ id: 'site', name: 'A site', origins: ['http://site.test'] }, 'kept-by-the-caller');
    const opened = await server.inject({
      method: 'POST',
      url: '/v1/sessions',
      payload: { learner: hong, checkpoint: exam },
      headers: { authorization: 'Bearer kept-by-the-caller' },
    });
    assert.equal(opened.statusCode, 200, start);
    answer = start === 'first' ? 204 : 500;
    const sent = await server.inject({
      method: 'POST',
      url: '/v1/devices/codes',
      payload: { name: hong.name, phone: hong.phone },
    });
    assert.equal(sent.statusCode, start === 'first' ? 200 : 500);
    await close();
  }
  assert.equal(received[0]?.authorization, `Bearer ${sms.SMS_WEBHOOK_SECRET}`);
  const { to, text } = received[0]!.body as { to: string; text: string };
  assert.equal(to, '01000001234');
  assert.match(text, /\d{6}/);
});

test('a verifier removes sessions with their learners when it starts more than a day later', async (t) => {
  const settings = settingsFrom({ ...sms, DATA_DIR: scratch(t), LOG_LEVEL: 'silent' });
  const clock = new SetClock();
  const first = await openVerifier(settings, { clock });
  await first.registerSite({ id: 'site', name: 'A site', origins: ['http://site.test'] }, 'kept-by-the-caller');
  const day = 24 * 3_600_000;
  for (const [id, expiresAt] of [
    ['se_old', clock.now() - day - 1],
    ['se_new', clock.now() - day],
  ] as const)
    await first.store.openSession({
      id,
      site: 'site',
      ref: hong.ref,
      learner: 'sealed',
      target: exam,
      due: [exam],
      position: 0,
      origin: null,
      expiresAt,
    });
  await first.close();
  const second = await openVerifier(settings, { clock });
  t.after(() => second.close());
  assert.equal(await second.store.session('se_old'), undefined);
  assert.equal((await second.store.session('se_new'))?.id, 'se_new');
});

test('settings have defaults, and each invalid one is named without repeating a secret', () => {
  const settings = settingsFrom({
    ...sms,
    POLICY: '',
    PHONE_ORIGINS: 'http://localhost:4175, https://phone.example',
    UNRELATED: 'x',
  });
  assert.deepEqual(
    [settings.VERIFIER_PORT, settings.DATA_DIR, settings.POLICY, settings.PHONE_ORIGINS],
    [4174, 'mo-otp-data', 'manual', ['http://localhost:4175', 'https://phone.example']],
  );
  const mistakes = {
    VERIFIER_PORT: 'x',
    PUBLIC_URL: 'otp.example',
    MASTER_KEY: '%%hidden%%',
    POLICY: 'hidden',
    PHONE_ORIGINS: 'hidden',
    SMS_WEBHOOK_SECRET: 'hidden',
    SMS_WEBHOOK_URL: 'hidden',
    HELP_REMOTE: 'hidden',
  };
  assert.throws(
    () => settingsFrom(mistakes),
    ({ message }: Error) => {
      for (const name of Object.keys(mistakes)) assert.match(message, new RegExp(name));
      assert.doesNotMatch(message, /hidden/);
      return true;
    },
  );
});

test('a text message service without its secret is refused; without a service the verifier starts', () => {
  assert.throws(() => settingsFrom({ SMS_WEBHOOK_URL: sms.SMS_WEBHOOK_URL }), /SMS_WEBHOOK_SECRET is missing/);
  assert.equal(settingsFrom({}).SMS_WEBHOOK_URL, undefined);
});
