/** Test mode over HTTP, as integrators use it: a session's name fixes its outcome, and nothing else changes. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import {
  ChallengeReply,
  methods,
  Problem,
  problems,
  Reason,
  SessionReply,
  SiteverifyReply,
  Verdict,
  type Challenge,
  type MethodId,
} from 'mo-otp-gate/contract';
import { openVerifier } from '../../demo/verifier/compose.js';
import { settingsFrom } from '../../demo/verifier/settings.js';
import { cases } from '../../demo/verifier/test-mode/cases.js';
import { BoundedMap } from '../../demo/verifier/test-mode/bounded-map.js';
import { withTable } from '../../demo/verifier/test-mode/table.js';
import type { Store } from '../../demo/verifier/store/store.js';
import { exam, hong, SetClock, startVerifier } from '../support/verifier.js';

const sms = { SMS_WEBHOOK_URL: 'http://localhost:1/sms', SMS_WEBHOOK_SECRET: 'made for this test' };
const origin = 'http://site.test';
const secret = 'kept-by-the-caller';

type Answer = { status: string } | { required: false } | { success: false };
interface HttpReply<Reply> {
  status: number;
  headers: Headers;
  body: Reply & { test?: true };
}

/** A verifier in test mode with a registered site. */
async function begin(t: TestContext, variables: Record<string, string> = { TEST_MODE: 'true' }) {
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-test-mode-'));
  const clock = new SetClock();
  const verifier = await openVerifier(settingsFrom({ ...sms, DATA_DIR: folder, LOG_LEVEL: 'silent', ...variables }), {
    clock,
  });
  await verifier.registerSite({ id: 'site', name: 'A site', origins: [origin] }, secret);
  await verifier.server.listen({ host: '127.0.0.1', port: 0 });
  t.after(async () => {
    await verifier.close();
    rmSync(folder, { recursive: true });
  });
  const url = `http://127.0.0.1:${(verifier.server.server.address() as AddressInfo).port}/v1`;

  async function post<Reply = any>(
    path: string,
    body: object,
    headers: Record<string, string> = {},
  ): Promise<HttpReply<Reply>> {
    const reply = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: reply.status, headers: reply.headers, body: (await reply.json()) as Reply & { test?: true } };
  }
  const asSite = { authorization: `Bearer ${secret}` };
  let attempts = 0;
  const ask = (session: string, method?: string) => post<ChallengeReply>('/challenge', { session, method }, { origin });
  const answer = (challenge: string, proof: object, attempt = `attempt-${++attempts}`) =>
    post<Verdict>('/verify', { challenge, attempt, proof }, { origin });
  return {
    url,
    clock,
    store: verifier.store,
    post,
    ask,
    answer,
    /** Answers until the verdict is no longer `pending`. */
    async settle(challenge: Challenge, code = '123456') {
      const attempt = `attempt-${++attempts}`;
      const first = await answer(challenge.id, proofs(code)[challenge.method], attempt);
      return first.body.status === 'pending' ? answer(challenge.id, proofs(code)[challenge.method], attempt) : first;
    },
    open: (learner: object, checkpoint: object = exam) =>
      post<SessionReply>('/sessions', { learner, checkpoint, origin }, asSite),
    redeem: (token: string) => post<SiteverifyReply>('/siteverify', { token }, asSite),
  };
}

/** A well-formed answer of each method. */
const proofs = (code: string): Record<MethodId, object> => ({
  motp: { code },
  'web-otp': { device: 'test', code },
  captcha: { payload: 'e30=' },
  phone: {},
  ipin: {},
});
const challengeIn = ({ body }: HttpReply<ChallengeReply>): Challenge => {
  assert(body.status === 'challenge', body.status);
  return body;
};

/** The outcome of a session: the first reply that differs from the success path. */
async function outcome(v: Awaited<ReturnType<typeof begin>>, session: string) {
  const learner = { ...hong, name: session };
  const opened = await v.open(learner);
  if (opened.status !== 200 || !SessionReply.parse(opened.body).required) return opened as HttpReply<Answer>;
  assert(opened.body.required);
  const asked = await v.ask(opened.body.session);
  if (asked.status !== 200 || ChallengeReply.parse(asked.body).status !== 'challenge')
    return asked as HttpReply<Answer>;
  const settled = await v.settle(challengeIn(asked));
  if (settled.status !== 200 || Verdict.parse(settled.body).status !== 'verified') return settled as HttpReply<Answer>;
  assert(settled.body.status === 'verified');
  const redeemed = await v.redeem(settled.body.token);
  if (redeemed.status !== 200 || !SiteverifyReply.parse(redeemed.body).success) return redeemed as HttpReply<Answer>;
  assert.deepEqual(redeemed.body, {
    success: true,
    learner,
    checkpoint: exam,
    method: settled.body.method,
    verifiedAt: new Date(v.clock.now()).toISOString(),
    origin,
    grant: {
      scope: /^test_grant_(\w+)$/.exec(session)?.[1] ?? 'entry',
      expiresIn: redeemed.body.success && redeemed.body.grant?.expiresIn,
    },
    test: true,
  });
  return settled as HttpReply<Answer>;
}

test('a site sees the outcome that the name of a session states', async (t) => {
  const v = await begin(t);
  for (const { session } of cases) {
    const { status, headers, body } = await outcome(v, session);
    const [, about, what] = /^test_([a-z]+)_?(.*)$/.exec(session)!;
    assert.equal(headers.get('mo-otp-test-mode'), 'on', session);
    if (status !== 200) {
      const { code, title } = Problem.parse(body);
      assert.deepEqual([what, problems[code]], [code, status], session);
      assert.match(title, /test mode/i);
      assert.equal(headers.has('retry-after'), code === 'too-many-requests' || code === 'maintenance', session);
      continue;
    }
    assert.equal(body.test, true, session);
    if (about === 'sessions') assert.deepEqual([what, 'required' in body && body.required], ['not-required', false]);
    else if (about === 'siteverify') assert.equal('error' in body && body.error, what);
    else if (about === 'rejected')
      assert.deepEqual(['status' in body && body.status, 'reason' in body && body.reason], ['rejected', what]);
    else if (about === 'challenge')
      assert.deepEqual(
        ['status' in body && body.status, 'unlock' in body && body.unlock],
        ['locked', ['phone', 'ipin']],
      );
    else assert.equal('status' in body && body.status, about === 'grant' ? 'verified' : about, session);
  }
});

test('the sessions cover every method, status, reason, token error and problem of the contract', async (t) => {
  const v = await begin(t);
  const seen = new Set<unknown>([challengeIn(await v.ask('test_verified')).status]);
  for (const { session } of cases) {
    const { body } = await outcome(v, session);
    for (const member of ['status', 'reason', 'error', 'code', 'method'] as const)
      seen.add((body as Record<string, unknown>)[member]);
  }
  const [asking, ...others] = ChallengeReply.options;
  const statuses = [...asking.options, ...others, ...Verdict.options].map(({ shape }) => shape.status.value);
  for (const one of [
    ...statuses,
    ...Reason.options,
    ...SiteverifyReply.options[1].shape.error.options,
    ...Object.keys(problems),
    ...Object.keys(methods),
  ])
    assert.ok(seen.has(one), one);
});

test('a learner can answer the challenge of each method, which matches the contract', async (t) => {
  const v = await begin(t);
  for (const method of Object.keys(methods) as MethodId[]) {
    const asked = challengeIn(await v.ask('test_verified', method));
    assert.deepEqual([asked.method, asked.offers], [method, Object.keys(methods)]);
    methods[method].params.parse(asked.params);
    assert.equal((await v.settle(asked)).body.status, 'verified', method);
  }
  assert.equal((await v.ask('test_verified', 'palm')).status, 409);
});

test('a session of the phone app has a preview that its challenge agrees with', async (t) => {
  const v = await begin(t);
  for (const { session, method, challenge } of cases) {
    const { status, body } = await v.open({ ...hong, name: session });
    if (status !== 200 || !body.required) continue;
    assert.equal(body.preview !== undefined, method === 'motp' && challenge === undefined, session);
    if (!body.preview) continue;
    const issued = challengeIn(await v.ask(body.session));
    assert.deepEqual({ ...issued, ...body.preview }, issued, session);
  }
});

test('a learner’s check on a provider’s page is pending first; in one session it stays pending', async (t) => {
  const v = await begin(t);
  const { id } = challengeIn(await v.ask('test_verified_phone'));
  for (const status of ['pending', 'verified', 'verified'])
    assert.equal((await v.answer(id, {}, 'attempt-of-this')).body.status, status);
  const endless = challengeIn(await v.ask('test_pending'));
  for (const _ of [1, 2, 3]) assert.equal((await v.answer(endless.id, {}, 'attempt-of-that')).body.status, 'pending');
  v.clock.advance(endless.expiresIn * 1000);
  assert.equal((await v.answer(endless.id, {}, 'attempt-of-that')).body.status, 'expired');
});

test('a learner passes every session with the code of zeros or with another method', async (t) => {
  const v = await begin(t);
  for (const { session, method, challenge, sessions } of cases) {
    if (sessions !== undefined) continue;
    if (method === 'motp' && challenge === undefined)
      assert.equal((await v.settle(challengeIn(await v.ask(session)), '000000')).body.status, 'verified', session);
    const other = method === 'ipin' ? 'phone' : 'ipin';
    assert.equal((await v.settle(challengeIn(await v.ask(session, other)))).body.status, 'verified', session);
  }
});

test('a repeated attempt gets the same verdict and token', async (t) => {
  const v = await begin(t);
  for (const session of ['test_verified', 'test_rejected_wrong-code']) {
    const { id } = challengeIn(await v.ask(session));
    const twice = [
      await v.answer(id, { code: '123456' }, 'attempt-one'),
      await v.answer(id, { code: '123456' }, 'attempt-one'),
    ];
    assert.deepEqual(twice[0]!.body, twice[1]!.body);
  }
});

test('a correct site passes from click to lesson', async (t) => {
  const v = await begin(t);
  const token = async () => {
    const { body } = await v.settle(challengeIn(await v.ask('test_verified')));
    assert(body.status === 'verified');
    return body.token;
  };
  const mine = await token();
  assert.deepEqual((await v.redeem(mine)).body.success, true);
  assert.deepEqual((await v.redeem(mine)).body, { success: false, error: 'used', test: true });
  const late = await token();
  v.clock.advance(300_000);
  assert.deepEqual((await v.redeem(late)).body, { success: false, error: 'expired', test: true });
});

test('a token of test mode is invalid at any other verifier, and needs the site’s secret', async (t) => {
  const v = await begin(t);
  const { body } = await v.settle(challengeIn(await v.ask('test_verified')));
  assert(body.status === 'verified');
  const real = await startVerifier();
  t.after(() => real.close());
  assert.deepEqual(await real.siteverify(body.token), { success: false, error: 'invalid' });
  const off = await begin(t, {});
  assert.deepEqual((await off.redeem(body.token)).body, { success: false, error: 'invalid' });
  assert.equal((await v.post('/siteverify', { token: body.token }, { authorization: 'Bearer wrong' })).status, 401);
  assert.equal(
    (await v.post('/sessions', { learner: { ...hong, name: 'test_verified' }, checkpoint: exam })).status,
    401,
  );
  assert.equal((await v.redeem(body.token)).body.success, true);
});

test('tests store nothing and leave no evidence', async (t) => {
  const v = await begin(t);
  const reads = ['siteBySecret', 'isOriginOfAnySite'];
  const touched: string[] = [];
  for (const name of Object.keys(v.store) as (keyof Store)[])
    if (!reads.includes(name))
      t.mock.method(v.store, name, async () => {
        touched.push(name);
        throw new Error('the store was touched');
      });
  for (const { session } of cases) await outcome(v, session);
  assert.deepEqual(touched, []);
  assert.equal((await v.ask('se_real')).status, 500);
  assert.notDeepEqual(touched, [], 'a real session is looked up, and that is seen');
  t.mock.restoreAll();
});

test('requests outside test mode get ordinary replies', async (t) => {
  const v = await begin(t);
  assert.equal((await v.ask('test_nonsense')).status, 401);
  assert.equal((await v.answer('test_nonsense', { code: '123456' })).status, 404);
  assert.deepEqual((await v.redeem('test_token_for_nonsense')).body, { success: false, error: 'invalid' });
  assert.equal((await v.answer(challengeIn(await v.ask('test_verified')).id, { code: 'abc' })).status, 400);
  assert.equal((await v.post('/challenge', { session: 7 })).status, 400);
  const opened = await v.open(hong);
  assert.ok(opened.body.required && opened.body.session.startsWith('se_') && opened.body.test === undefined);
  const real = challengeIn(await v.ask(opened.body.session));
  assert.deepEqual((await v.answer(real.id, { code: '000000' })).body, {
    status: 'rejected',
    reason: 'mismatch',
    attemptsLeft: 5,
  });
});

test('the simulated provider’s page returns to registered sites only', async (t) => {
  const v = await begin(t);
  const page = async (query: string) => {
    const reply = await fetch(`${v.url}/test-mode/check${query}`);
    return { status: reply.status, policy: reply.headers.get('content-security-policy'), text: await reply.text() };
  };
  const { text, policy } = await page('');
  assert.match(text, /시험 모드/);
  assert.match(policy!, /default-src 'none'/);
  assert.match(
    (await page(`?return=${encodeURIComponent(`${origin}/lesson/9`)}`)).text,
    /url=http:\/\/site\.test\/lesson\/9/,
  );
  assert.doesNotMatch((await page('?return=https://elsewhere.test/')).text, /elsewhere/);
  assert.equal((await page('?return=javascript:alert(1)')).status, 400);
});

test('test mode is off by default and refuses production, naming the setting', async (t) => {
  const off = await begin(t, {});
  const { status, headers } = await off.ask('test_verified');
  assert.deepEqual([status, headers.get('mo-otp-test-mode')], [401, null]);
  assert.equal((await fetch(`${off.url}/test-mode`)).status, 404);
  assert.throws(
    () => settingsFrom({ ...sms, TEST_MODE: 'true', NODE_ENV: 'production', PUBLIC_URL: 'http://localhost/v1' }),
    /TEST_MODE is invalid: must be off/,
  );
  assert.throws(() => settingsFrom({ ...sms, TEST_MODE: 'perhaps' }), /TEST_MODE is invalid/);
  assert.equal(
    settingsFrom({ ...sms, TEST_MODE: 'false', NODE_ENV: 'production', PUBLIC_URL: 'https://otp.example/v1' })
      .TEST_MODE,
    false,
  );
});

test('programs can list every session', async (t) => {
  const v = await begin(t);
  const { sessions } = (await (await fetch(`${v.url}/test-mode`)).json()) as {
    sessions: { session: string; title: string; inPage: boolean }[];
  };
  assert.deepEqual(
    sessions.map(({ session }) => session),
    cases.map(({ session }) => session),
  );
  for (const { title } of sessions) assert.match(title, /[가-힣]/);
  assert.deepEqual(
    sessions
      .filter(({ inPage }) => !inPage)
      .map(({ session }) => session.split('_')[1])
      .filter((about, i, all) => all.indexOf(about) === i),
    ['sessions', 'siteverify'],
  );
});

test('state is kept up to a capacity', () => {
  const recent = new BoundedMap<number>(2);
  ['a', 'b', 'c'].forEach((key, i) => recent.set(key, i));
  assert.deepEqual(['a', 'b', 'c'].map(recent.get), [undefined, 1, 2]);
});

test('the command in test-mode.md turns test mode on', () => {
  const text = readFileSync(new URL('../../demo/docs/test-mode.md', import.meta.url), 'utf8');
  const variables = [...text.matchAll(/\b([A-Z_]+)=(\S+)(?=.* npm run verifier)/g)].map(
    ([, name, value]) => [name!, value!] as const,
  );
  assert.equal(settingsFrom(Object.fromEntries(variables)).TEST_MODE, true);
});

test('the table in test-mode.md is up to date', () => {
  const text = readFileSync(new URL('../../demo/docs/test-mode.md', import.meta.url), 'utf8');
  assert.equal(text, withTable(text));
  for (const { session } of cases) assert.ok(text.includes(`\`${session}\``), session);
});
