/** What an integrator meets while building against the verifier, and what its operator reads in the log about it. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { fingerprint, hashSecret } from '../../../demo/verifier/crypto/secrets.js';
import { changeSettings, currentSettings } from '../../../demo/verifier/sites/change-settings.js';
import { exam, hong, SetClock, startVerifier } from '../../support/verifier.js';

type Line = Record<string, unknown>;

async function begin(t: TestContext) {
  const log: string[] = [];
  const clock = new SetClock();
  const v = await startVerifier({
    clock,
    metricsToken: 'made for this test',
    logger: { level: 'info', stream: { write: (line) => void log.push(line) } },
  });
  t.after(() => v.close());
  /** The log line of a reply, found by the request id that the integrator has. */
  const lineOf = async (reply: Response): Promise<Line> => {
    await reply.arrayBuffer();
    const id = reply.headers.get('x-request-id');
    const found = () =>
      log.map((line) => JSON.parse(line) as Line).filter((line) => line['reqId'] === id && 'ms' in line);
    while (found().length === 0) await new Promise(setImmediate); // written after the reply
    assert.equal(found().length, 1);
    return found()[0]!;
  };
  const asSite = (secret = v.siteSecret) => ({ authorization: `Bearer ${secret}` });
  const session = { learner: hong, checkpoint: exam };
  return { ...v, clock, log, lineOf, asSite, session };
}

test('twelve refusals that an integrator meets are told apart by one line of the log each', async (t) => {
  const v = await begin(t);
  const other = await v.registerSite('other', ['http://other.test']);
  const revoked = await v.registerSite('third', ['http://third.test']);
  await v.store.revokeSecret('third', hashSecret(revoked), v.clock.now());
  const phone = await v.registerDevice();
  const open = await v.openSession();
  const { id } = await v.challenge(await v.openSession());
  const verdict = await v.verify(id, phone.codeAt(v.clock.now()));
  assert(verdict.status === 'verified');
  await v.siteverify(verdict.token);
  const sessions = (body: object, headers: Record<string, string> = v.asSite()) => v.post('/sessions', body, headers);
  const site = 'site';
  const cases: [reason: string, () => Promise<Response>, Line][] = [
    ['no secret', () => sessions(v.session, {}), { code: 'unknown-session', title: 'The site secret is not known' }],
    [
      'a revoked secret, found in the list of secrets by its fingerprint',
      () => sessions(v.session, v.asSite(revoked)),
      { code: 'unknown-session', secret: fingerprint(hashSecret(revoked)) },
    ],
    [
      'a member of the body is missing',
      () => sessions({ ...v.session, learner: { ref: 'x', name: '홍길동' } }),
      { code: 'bad-request', site, detail: 'learner.phone: Invalid input: expected string, received undefined' },
    ],
    [
      'a form instead of JSON',
      () =>
        fetch(`${v.url}/sessions`, {
          method: 'POST',
          headers: v.asSite(),
          body: new URLSearchParams({ learner: 'x' }),
        }),
      { code: 'bad-request', title: 'The body must be sent as Content-Type: application/json' },
    ],
    [
      'an origin that is not registered',
      () => sessions({ ...v.session, origin: 'https://www.site.test' }),
      { code: 'forbidden-origin', site, origin: 'https://www.site.test' },
    ],
    [
      'methods that the policy does not offer',
      () => sessions({ ...v.session, methods: ['captcha'] }),
      { code: 'bad-request', site, detail: 'methods: the policy offers others' },
    ],
    [
      'a page with an unknown session',
      () => v.post('/challenge', { session: 'se_gone' }),
      { code: 'unknown-session', title: 'The session is unknown or has expired' },
    ],
    [
      'a page of another origin',
      () => v.post('/challenge', { session: open }, { origin: 'http://other.test' }),
      { code: 'forbidden-origin', site, origin: 'http://other.test' },
    ],
    [
      'a method that is not offered',
      () => v.post('/challenge', { session: open, method: 'captcha' }),
      { code: 'unsupported-method', site, challengeMethod: 'captcha' },
    ],
    [
      'an unknown challenge',
      () => v.post('/verify', { challenge: 'ch_gone', attempt: 'attempt-1', proof: { code: '123456' } }),
      { code: 'unknown-challenge' },
    ],
    [
      'a token that was redeemed before',
      () => v.post('/siteverify', { token: verdict.token }, v.asSite()),
      { site, error: 'used' },
    ],
    [
      'a token of another site',
      () => v.post('/siteverify', { token: verdict.token }, v.asSite(other)),
      { site: 'other', error: 'invalid' },
    ],
    ['too large a body', () => sessions({ ...v.session, more: 'x'.repeat(20_000) }), { code: 'too-large' }],
    [
      'a path that does not exist',
      () => v.post('/session', v.session, v.asSite()),
      { code: 'unknown-challenge', title: 'No route has this path and HTTP method' },
    ],
  ];
  const seen = new Set<string>();
  for (const [reason, meet, expected] of cases) {
    const line = await v.lineOf(await meet());
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, line[name]])), expected, reason);
    assert.equal(typeof line['ms'], 'number', reason);
    const { code, title, detail, origin, secret, error } = line;
    seen.add(JSON.stringify({ code, title, detail, origin, secret, error }));
    for (const personal of [hong.name, hong.phone, v.siteSecret, revoked, verdict.token])
      assert.equal(JSON.stringify(line).includes(personal), false, reason);
  }
  assert.equal(seen.size, cases.length, 'no two lines say the same');
});

test('a site that is not complete, and one that is too fast, read why', async (t) => {
  const v = await begin(t);
  const secret = await v.registerSite('other', ['http://other.test']);
  const { settings } = (await currentSettings(v.store, 'other'))!;
  const noVault = () => Promise.reject(new Error('no secrets'));
  await changeSettings(v.store, noVault, 'other', { ...settings, sms: undefined }, { by: 'test', at: 1 });
  await changeSettings(
    v.store,
    noVault,
    'site',
    { ...(await currentSettings(v.store, 'site'))!.settings, limits: { session: 1 } },
    { by: 'test', at: 1 },
  );
  v.clock.advance(10_000);
  const incomplete = await v.lineOf(await v.post('/sessions', v.session, v.asSite(secret)));
  assert.deepEqual([incomplete['code'], incomplete['site']], ['maintenance', 'other']);
  assert.match(String(incomplete['detail']), /^sms: /);
  const session = await v.openSession();
  await v.post('/challenge', { session });
  const fast = await v.lineOf(await v.post('/challenge', { session }));
  assert.deepEqual([fast['code'], fast['site'], fast['route']], ['too-many-requests', 'site', '/v1/challenge']);

  const metrics = await (
    await fetch(new URL('/metrics', v.url), { headers: { authorization: 'Bearer made for this test' } })
  ).text();
  assert.match(metrics, /mo_otp_refusals_total\{site="other",route="\/v1\/sessions",code="maintenance"\} 1/);
  assert.match(metrics, /mo_otp_refusals_total\{site="site",route="\/v1\/challenge",code="too-many-requests"\} 1/);
});
