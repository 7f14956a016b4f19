/** Names and numbers as sites and phones write them, against a whole verifier. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Problem } from 'mo-otp-gate/contract';
import { generateSync } from 'otplib';
import { deviceRegistry } from '../../demo/verifier/authorities/devices/registry.js';
import { nameHash, nameHashV1 } from '../../demo/verifier/crypto/name-hash.js';
import { openVault } from '../../demo/verifier/crypto/vault.js';
import { openSqlite } from '../../demo/verifier/store/sqlite/sqlite.js';
import { exam, hong, SetClock, startVerifier } from '../support/verifier.js';

for (const [registered, roster] of [
  [
    { name: 'Nguyen Van A', phone: '010-0000-1234' },
    { name: 'NGUYEN VAN A', phone: '82-10-0000-1234' },
  ],
  [
    { name: '김보람', phone: '01000001234' },
    { name: '김 보람\u200b', phone: '1000001234' },
  ],
  [
    { name: 'O’Brien Sean', phone: '+82 10-0000-1234' },
    { name: "o'brien sean", phone: '\u202d+82 10-0000-1234\u202c' },
  ],
] as const)
  test(`the app of ${registered.name} verifies ${roster.name}`, async (t) => {
    const clock = new SetClock();
    const v = await startVerifier({ clock });
    t.after(() => v.close());
    const { registration } = (await (await v.post('/devices/codes', registered)).json()) as { registration: string };
    const code = /\d{6}/.exec(v.messages.at(-1)!.text)![0];
    assert.equal(v.messages.at(-1)!.to, '01000001234');
    const { otpauth } = (await (await v.post('/devices', { registration, code })).json()) as { otpauth: string };
    const learner = { ...hong, ...roster };
    const verdict = await v.verify(
      (await v.challenge(await v.openSession(learner, exam))).id,
      generateSync({ secret: new URL(otpauth).searchParams.get('secret')!, epoch: clock.now() / 1000, period: 60 }),
    );
    assert.equal(verdict.status, 'verified');
  });

test('a device stored under the first rule verifies, and is stored under the second from then on', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-names-'));
  const store = openSqlite(join(folder, 'verifier.db'));
  t.after(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const vault = openVault(new Uint8Array(32));
  const devices = deviceRegistry(store, vault, { send: async () => {} }, { all: 10, network: 10 });
  const phoneHash = vault.hash('phone', '01000001234');
  const id = 'dv_first';
  const device = {
    id,
    phoneHash,
    nameHash: nameHashV1('Nguyen Van A', vault),
    secret: vault.seal(new Uint8Array(20), id),
  };
  const times = { sentAt: 0, expiresAt: 1, triesLeft: 1 };
  await store.openRegistration(
    { id: 'rg', phoneHash, network: '', nameHash: device.nameHash, codeHash: '', ...times },
    () => 0,
  );
  await store.settleRegistration('rg', () => ({ verdict: { status: 'registered' }, triesLeft: 0, device }));

  const check = async (name: string) => {
    const typed = { learner: { ref: 'r', name, phone: '010-0000-1234' }, code: '000000', checkpoint: exam, ip: '::1' };
    return (await devices.check(typed, 1_772_420_410_000)).found;
  };
  assert.equal(
    await check('NGUYEN VAN A'),
    'mismatch',
    'the first rule kept capitals apart, and its hash cannot be read',
  );
  assert.equal((await store.deviceOfPhone(phoneHash))?.nameHash, device.nameHash, 'a mismatch changes nothing');
  assert.notEqual(await check('Nguyen Van A'), 'mismatch');
  assert.equal((await store.deviceOfPhone(phoneHash))?.nameHash, nameHash('Nguyen Van A', vault));
  assert.notEqual(await check('NGUYEN VAN A'), 'mismatch', 'and is compared under the second');
  assert.equal(await check('Nguyen Van An'), 'mismatch');
});

test('a learner without a mobile number or a letter in the name is refused with a sentence', async (t) => {
  const v = await startVerifier();
  t.after(() => v.close());
  const refused = async (more: object, detail: string) => {
    const reply = await v.post(
      '/sessions',
      { learner: { ...hong, ...more }, checkpoint: exam },
      { authorization: `Bearer ${v.siteSecret}` },
    );
    const problem = Problem.parse(await reply.json());
    assert.deepEqual([reply.status, problem.detail], [400, detail]);
  };
  for (const phone of ['02-000-1234', '010-0000-12', '휴대폰', '1.000001234E+9'])
    await refused({ phone }, 'learner.phone: must be a Korean mobile number, such as 010-0000-1234');
  await refused({ name: '\u3164' }, 'learner.name: must contain a letter');
});

test('text in another encoding is refused with a detail that names it', async (t) => {
  const v = await startVerifier();
  t.after(() => v.close());
  // 홍길동 in EUC-KR
  const euckr = Buffer.from([0xc8, 0xab, 0xb1, 0xe6, 0xb5, 0xbf]);
  const body = JSON.stringify({ learner: { ...hong, name: 'NAME' }, checkpoint: { ...exam, title: 'TITLE' } });
  const bodies = {
    'learner.name': Buffer.concat([Buffer.from(body.split('NAME')[0]!), euckr, Buffer.from(body.split('NAME')[1]!)]),
    'checkpoint.title': Buffer.from(body.replace('TITLE', '시험\ufffd')),
  };
  for (const [member, bytes] of Object.entries(bodies)) {
    const reply = await fetch(`${v.url}/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${v.siteSecret}` },
      body: bytes,
    });
    const { code, detail } = Problem.parse(await reply.json());
    assert.equal(code, 'bad-request');
    assert.match(detail ?? '', new RegExp(`^${member}: .*UTF-8.*EUC-KR`), member);
  }
});
