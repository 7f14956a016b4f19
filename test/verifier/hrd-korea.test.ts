import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import type { Checkpoint } from 'mo-otp-gate/contract';
import type { UpstreamReporter, MotpAuthority, DecidedAttempt } from '../../demo/verifier/authorities/authority.js';
import { checkpointFields } from '../../demo/verifier/authorities/hrd-korea/fields.js';
import { hrdKorea } from '../../demo/verifier/authorities/hrd-korea/hrd-korea.js';
import { upstreamReporter } from '../../demo/verifier/authorities/hrd-korea/reports.js';
import { hrdKoreaSandbox } from '../../demo/verifier/authorities/hrd-korea/sandbox/sandbox.js';
import { deliverBatch } from '../../demo/verifier/authorities/outbox.js';
import { settingsFrom } from '../../demo/verifier/settings.js';
import type { Store } from '../../demo/verifier/store/store.js';
import { openSqlite } from '../../demo/verifier/store/sqlite/sqlite.js';
import { openVault } from '../../demo/verifier/crypto/vault.js';
import { startProcesses } from '../support/processes.js';
import { exam, hong, SetClock, startVerifier } from '../support/verifier.js';
import { scene } from './attack-suite.js';

type Form = Record<string, string>;
type Reply = { body: string; status?: number; type?: string } | 'hangs';

/** A fake HRD Korea, written from public integrations: scripted replies on loopback, and a record of the requests. */
async function fakeHrdKorea(t: TestContext) {
  const received: { path: string; type: string | undefined; form: Form }[] = [];
  const hanging: ServerResponse[] = [];
  let next: (path: string) => Reply = () => ({ body: '{"code":200,"status":"SUCCESS","msg":""}' });
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        received.push({
          path: request.url!,
          type: request.headers['content-type'],
          form: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())),
        });
        const reply = next(request.url!);
        if (reply === 'hangs') hanging.push(response);
        else
          response.writeHead(reply.status ?? 200, { 'content-type': reply.type ?? 'application/json' }).end(reply.body);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const response of hanging) response.destroy();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    received,
    answers: (reply: Reply | ((path: string) => Reply)) => (next = typeof reply === 'function' ? reply : () => reply),
  };
}

const vault = openVault(Buffer.alloc(32, 7));

/** Opens a verifier that uses the fake HRD Korea as its authority. */
async function begin(t: TestContext, timeoutMs = 5_000) {
  const clock = new SetClock();
  const hrd = await fakeHrdKorea(t);
  const service = { otpUrl: hrd.url, reportUrl: hrd.url, institution: 'AGENT1', timeoutMs };
  const messages = upstreamReporter(service, vault);
  let store!: Store;
  // the authority needs the store, which only the opened verifier has
  const authority: MotpAuthority = {
    check: (typed, now) => hrdKorea(service, store, vault).check(typed, now),
  };
  const v = await startVerifier({
    clock,
    authority,
    upstreamMessages: messages.messagesFor,
    store: (opened) => (store = opened),
  });
  t.after(() => v.close());
  const type = async (code: string, checkpoint: Checkpoint = exam) =>
    v.verify((await v.challenge(await v.openSession(hong, checkpoint))).id, code);
  return { ...v, clock, hrd, messages, type };
}
const says = (code: string | number) => ({ body: JSON.stringify({ code, status: 'X', msg: '' }) });

test('a learner’s code is forwarded with every field in the authority’s format', async (t) => {
  const v = await begin(t);
  assert.equal(
    (await v.type('012345', { kind: 'lesson', course: 'safety-101', class: 'safety-101,1', number: 9 })).status,
    'verified',
  );
  assert.equal(v.hrd.received.length, 1);
  const [{ path, type, form }] = v.hrd.received as [(typeof v.hrd.received)[0]];
  assert.equal(path, '/api/v2/otp_accredit');
  assert.match(type!, /^application\/x-www-form-urlencoded/);
  assert.deepEqual(form, {
    USER_NM: '홍길동',
    USER_TEL: '01000001234',
    OTPNO: '012345',
    AGTID: 'AGENT1',
    USRID: 'learner-1',
    SESSIONID: '',
    EXIP: '127.0.0.1',
    COURSE_AGENT_PK: 'safety-101',
    CLASS_AGENT_PK: 'safety-101,1',
    EVAL_CD: '01',
    EVAL_TYPE: '진도',
    CLASS_TME: '09',
    USRDT: '2026-03-02 12:00:10',
    UT: '2026-03-02 12:00:10',
  });
});

for (const [kind, number, EVAL_CD, EVAL_TYPE, CLASS_TME] of [
  ['enrolment', undefined, '00', '입과', '00'],
  ['lesson', 1, '01', '진도', '01'],
  ['lesson', 117, '01', '진도', '117'],
  ['exam', undefined, '02', '시험', '01'],
  ['assignment', 2, '03', '과제', '02'],
  ['evaluation', 3, '04', '진행평가', '03'],
  ['login', undefined, '99', '기타', '00'],
  ['other', 4, '99', '기타', '00'],
] as const)
  test(`the checkpoint ${kind} ${number ?? ''} is sent as ${EVAL_CD}, ${CLASS_TME}`, () =>
    assert.deepEqual(checkpointFields({ kind, course: 'c', class: '1', ...(number !== undefined && { number }) }), {
      EVAL_CD,
      EVAL_TYPE,
      CLASS_TME,
    }));

const verdicts = (verdict: { status: string; reason?: string }) => verdict.reason ?? verdict.status;
for (const [answer, expected] of [
  [200, 'verified'],
  ['200', 'verified'],
  ['AP001', 'wrong-code'],
  ['AP005', 'mismatch'],
  ['AP002', 'mismatch'],
  ['AP003', 'mismatch'],
  ['WE004', 'mismatch'],
  ['AP009', 'locked'],
  ...[
    'AP004',
    'AP006',
    'AP007',
    'AP008',
    'AP010',
    'AP011',
    'AP012',
    'WE001',
    'WE002',
    'WE003',
    'WE005',
    'IE001',
    'CE001',
    'CE002',
    'CE003',
    'ZZ999',
  ].map((code) => [code, 'unavailable'] as const),
] as const)
  test(`the reply ${JSON.stringify(answer)} means ${expected} and is kept as evidence`, async (t) => {
    const v = await begin(t);
    v.hrd.answers(says(answer));
    assert.equal(verdicts(await v.type('123456')), expected);
    assert.equal((await v.evidence.entries({ site: 'site' }, 10))[0]?.upstream, String(answer));
  });

for (const [story, reply] of [
  ['a page of HTML', { body: '<html>점검 중</html>', type: 'text/html' }],
  ['half a JSON', { body: '{"code":' }],
  ['a JSON without a code', { body: '{"status":"SUCCESS"}' }],
  ['JSON that is no object', { body: 'null' }],
  ['a 500', { status: 500, body: '{"code":200}' }],
  ['a redirect', { status: 302, body: '' }],
] as const)
  test(`a learner loses no try by ${story}, and a later attempt works`, async (t) => {
    const v = await begin(t);
    v.hrd.answers(reply);
    assert.deepEqual(await v.type('123456'), { status: 'unavailable', retryIn: 30 });
    v.hrd.answers(says(200));
    v.clock.advance(30_000);
    assert.equal((await v.challenge(await v.openSession())).attemptsLeft, 5);
    assert.equal((await v.type('123456')).status, 'verified');
  });

test('a learner whose authority times out sees an outage', async (t) => {
  const v = await begin(t, 50);
  v.hrd.answers('hangs');
  assert.equal((await v.type('123456')).status, 'unavailable');
});

test('a learner is locked here by the fifth wrong code, without a lock at HRD Korea', async (t) => {
  const v = await begin(t);
  v.hrd.answers(says('AP001'));
  for (const attemptsLeft of [4, 3, 2, 1, 0])
    assert.deepEqual(await v.type(`12345${attemptsLeft}`), { status: 'rejected', reason: 'wrong-code', attemptsLeft });
  await assert.rejects(v.type('123456'), /locked/);
  assert.equal(v.hrd.received.length, 5);
});

test('a learner who sends a code fifty times at once is verified once, by one request to the authority', async (t) => {
  const v = await begin(t);
  const { id } = await v.challenge(await v.openSession());
  const same = await Promise.all(Array.from({ length: 25 }, () => v.verify(id, '123456', 'attempt-1')));
  for (const verdict of same) assert.deepEqual(verdict, same[0]);
  assert.equal(same[0]?.status, 'verified');
  const others = await Promise.all(Array.from({ length: 25 }, () => v.type('123456')));
  for (const verdict of others) assert.deepEqual(verdict, { status: 'rejected', reason: 'used-code', attemptsLeft: 5 });
  assert.equal(v.hrd.received.length, 1);
  v.clock.advance(180_000);
  assert.equal((await v.type('123456')).status, 'verified');
});

const decided = (over: Pick<DecidedAttempt, 'change'> & Partial<DecidedAttempt>): DecidedAttempt => ({
  learner: hong,
  method: 'phone',
  result: { found: 'match', upstream: '0000', transaction: 'TR1' } as const,
  now: new SetClock().now(),
  ...over,
});
const verification = (kind: Checkpoint['kind'], number?: number) => ({
  verdict: { status: 'unlocked' } as const,
  verification: {
    id: 'vf_1',
    checkpoint: { kind, course: 'safety-101', class: '1', ...(number !== undefined && { number }) },
    at: 1,
    tokenExpiresAt: null,
  },
});

test('other methods are reported, enrolment to its own address; an mOTP success is not reported', async (t) => {
  const { url, received, answers } = await fakeHrdKorea(t);
  answers({ body: '<?xml version="1.0"?><r><RetVal>101</RetVal></r>', type: 'text/xml' });
  const { messagesFor: about, send } = upstreamReporter(
    { otpUrl: url, reportUrl: url, institution: 'AGENT1', timeoutMs: 1_000 },
    vault,
  );
  for (const decision of [verification('enrolment'), verification('lesson', 9)])
    for (const letter of about(decided({ change: decision }))) assert.equal(await send(letter), true);
  const common = {
    AGTID: 'AGENT1',
    USRID: 'learner-1',
    COURSE_AGENT_PK: 'safety-101',
    CLASS_AGENT_PK: '1',
    m_Ret: 'T',
    m_retCD: '0000',
    m_trnID: 'TR1',
    m_trnDT: '2026-03-02 12:00:10',
  };
  const base = '/EAIServer/SOURCE/ExConn/LMS';
  assert.deepEqual(
    received.map(({ path, form }) => ({ path, form })),
    [
      { path: `${base}/pAuthLog.jsp`, form: common },
      { path: `${base}/pSubOtpLog.jsp`, form: { ...common, EVAL_CD: '01', EVAL_TYPE: '진도', CLASS_TME: '09' } },
    ],
  );
  assert.deepEqual(about(decided({ method: 'motp', change: verification('lesson') })), []);
  assert.deepEqual(about(decided({ change: { verdict: { status: 'rejected', reason: 'cancelled' } } })), []);
});

test('a learner who unlocks by an identity check is unlocked at the authority too', async (t) => {
  const { url, received, answers } = await fakeHrdKorea(t);
  const { messagesFor: about, send } = upstreamReporter(
    { otpUrl: url, reportUrl: url, institution: 'AGENT1', timeoutMs: 1_000 },
    vault,
  );
  const messages = about(decided({ change: { verdict: { status: 'unlocked' }, unlocks: ['motp'] } }));
  assert.equal(messages.length, 1);
  answers(says('AP010'));
  assert.equal(await send(messages[0]!), false);
  answers(says(200));
  assert.equal(await send(messages[0]!), true);
  assert.equal(received[0]?.path, '/api/v2/user_reset');
  assert.deepEqual(received[0]?.form, {
    USER_NM: '홍길동',
    USER_TEL: '01000001234',
    AGTID: 'AGENT1',
    USRID: 'learner-1',
    M_RET: 'T',
    M_RETCD: '0000',
    M_TRNID: 'TR1',
    M_TRNDT: '2026-03-02 12:00:10',
  });
  assert.deepEqual(about(decided({ change: { verdict: { status: 'unlocked' }, unlocks: ['web-otp'] } })), []);
});

test('a sealed message is retried with growing backoff, across restarts, until it is acknowledged', async (t) => {
  const clock = new SetClock();
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-outbox-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const v = await startVerifier({
    clock,
    dataFolder: folder,
    upstreamMessages: () => [{ id: 'lt_1', message: 'sealed' }],
  });
  const phone = await v.registerDevice();
  await v.verify((await v.challenge(await v.openSession())).id, phone.codeAt(clock.now()), 'attempt-1');
  await v.close();

  const store = openSqlite(join(folder, 'verifier.db'));
  t.after(() => store.close());
  const sent: number[] = [];
  const start = clock.now();
  const send: UpstreamReporter['send'] = async ({ message }) => {
    assert.equal(message, 'sealed');
    sent.push((clock.now() - start) / 1000);
    return sent.length === 4;
  };
  while (sent.length < 4) {
    await deliverBatch(store, 'site', send, clock);
    clock.advance(1_000);
  }
  assert.deepEqual(sent, [0, 5, 15, 35]);
  clock.advance(7_200_000);
  assert.equal(await deliverBatch(store, 'site', send, clock), 0);
  assert.equal(sent.length, 4);
});

test('the sandbox replies to the verifier as HRD Korea does', async (t) => {
  const clock = new SetClock();
  const known: MotpAuthority = {
    check: async ({ learner, code }) =>
      learner.name !== '홍길동'
        ? { found: 'mismatch' }
        : code === '123456'
          ? { found: 'match', uses: { owner: 'app', step: 1 } }
          : { found: 'wrong-code' },
  };
  const sandbox = hrdKoreaSandbox(known, clock);
  const url = await sandbox.listen({ host: '127.0.0.1', port: 0 });
  t.after(() => sandbox.close());
  const form = {
    USER_NM: '홍길동',
    USER_TEL: '01000001234',
    OTPNO: '123456',
    AGTID: 'A',
    USRID: 'u',
    SESSIONID: '',
    EXIP: '192.0.2.1',
    COURSE_AGENT_PK: 'c',
    CLASS_AGENT_PK: 'c,1',
    EVAL_CD: '00',
    EVAL_TYPE: '입과',
    CLASS_TME: '00',
    USRDT: '2026-03-02 12:00:10',
    UT: '',
  };
  const ask = async (path: string, over: Form = {}) =>
    (
      (await (
        await fetch(`${url}/api/v2/${path}`, { method: 'POST', body: new URLSearchParams({ ...form, ...over }) })
      ).json()) as { code: string }
    ).code;
  for (const [over, code] of [
    [{}, '200'],
    [{}, 'AP001'],
    [{ USER_NM: '김하나' }, 'AP005'],
    [{ USER_NM: '' }, 'AP002'],
    [{ USER_TEL: '' }, 'AP003'],
    [{ OTPNO: '' }, 'AP004'],
    [{ OTPNO: '12345' }, 'AP012'],
    [{ CLASS_TME: '9' }, 'AP007'],
  ] as const)
    assert.equal(await ask('otp_accredit', over), code, JSON.stringify(over));
  for (let i = 0; i < 4; i++) assert.equal(await ask('otp_accredit', { OTPNO: '000000' }), 'AP001');
  assert.equal(await ask('otp_accredit'), 'AP009');
  assert.equal(await ask('user_reset', { M_RET: 'F' }), 'AP010');
  assert.equal(await ask('user_reset', { M_RET: 'T' }), '200');
  assert.equal(await ask('otp_accredit', { OTPNO: '000000' }), 'AP001');
});

test('a learner verifies with a registered phone on a verifier that uses the sandbox', async (t) => {
  const v = await startProcesses({ count: 1, settings: { MOTP_AUTHORITY: 'hrd-korea-sandbox' } });
  t.after(() => v.close());
  const { right, wrong, challenges } = await scene(v, Date.now());
  const [id] = (await challenges(1)) as [string];
  assert.deepEqual(await v.verify(id, wrong), { status: 'rejected', reason: 'wrong-code', attemptsLeft: 4 });
  assert.equal((await v.verify(id, right)).status, 'verified');
});

test('settings for HRD Korea require the institution', () => {
  const sms = { SMS_WEBHOOK_URL: 'http://localhost:4175/sms', SMS_WEBHOOK_SECRET: 'made for this test' };
  assert.throws(() => settingsFrom({ ...sms, MOTP_AUTHORITY: 'hrd-korea' }), /HRD_KOREA_INSTITUTION is missing/);
  assert.equal(
    settingsFrom({ ...sms, MOTP_AUTHORITY: 'hrd-korea', HRD_KOREA_INSTITUTION: 'AGENT1' }).HRD_KOREA_OTP_URL.startsWith(
      'https://',
    ),
    true,
  );
});
