import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { niceProvider } from '../../../demo/verifier/providers/nice/nice.js';
import { hong, SetClock } from '../../support/verifier.js';
import { begin } from '../methods/session.js';
import { niceClient, fakeNice, type NiceResult } from './fake-nice.js';

async function withNice(t: TestContext) {
  const clock = new SetClock();
  const nice = await fakeNice(clock);
  t.after(() => nice.close());
  const form = 'https://nice.test/service.cb';
  const v = await begin(t, { clock, provider: () => niceProvider({ ...niceClient, api: nice.url, form }, clock) });

  /** Opens the check up to the page that sends the form to NICE. */
  async function open(url: string) {
    const page = await v.window.go(url);
    assert.equal(page.status, 200, page.title);
    const { action, fields } = page.forms[0]!;
    assert.equal(action, form);
    return { fields, asked: nice.open(fields) };
  }
  const back = (asked: Record<string, string>, result: Record<string, string>, method: 'GET' | 'POST' = 'POST') =>
    method === 'POST'
      ? v.window.go(asked['returnurl']!, { method, body: new URLSearchParams(result) })
      : v.window.go(`${asked['returnurl']}?${new URLSearchParams(result)}`);
  /** Completes a check; returns its last page and the verdict for the gate. */
  async function check(result: NiceResult = {}, learner = hong) {
    const { id, params } = await v.ask(await v.session(learner), 'phone');
    const { fields, asked } = await open(params.url);
    const page = await back(
      asked,
      nice.result(fields['token_version_id']!, result.requestno ?? asked['requestno']!, result),
    );
    return { page, verdict: await v.prove(id) };
  }
  return { ...v, nice, open, back, check };
}

test('a learner who passes at NICE is verified; the name is read from EUC-KR', async (t) => {
  const v = await withNice(t);
  const { page, verdict } = await v.check();
  assert.equal(page.title, '확인을 마쳤습니다');
  assert.equal(verdict.status, 'verified');
  const [row] = await v.evidence.chain({ site: 'site', ref: hong.ref });
  assert.equal(row?.transaction, 'RES-1');
});

test('a learner’s form sends NICE the request number, the return address and a mobile check', async (t) => {
  const v = await withNice(t);
  const { params } = await v.ask(await v.session(), 'phone');
  const { fields, asked } = await v.open(params.url);
  assert.equal(fields['m'], 'service');
  assert.match(asked['requestno']!, /^[0-9a-f]{30}$/);
  assert.match(asked['returnurl']!, new RegExp(`^${v.issuer}/identity/return/${asked['requestno']}`));
  assert.deepEqual({ sitecode: asked['sitecode'], authtype: asked['authtype'] }, { sitecode: 'SITE01', authtype: 'M' });
});

for (const method of ['GET', 'POST'] as const)
  test(`a learner’s result is read from ${method}, also with plus signs turned into spaces`, async (t) => {
    const v = await withNice(t);
    const { id, params } = await v.ask(await v.session(), 'phone');
    const { fields, asked } = await v.open(params.url);
    const result = v.nice.result(fields['token_version_id']!, asked['requestno']!);
    const spaced = Object.fromEntries(
      Object.entries(result).map(([name, value]) => [name, value.replaceAll('+', ' ')]),
    );
    assert.equal((await v.back(asked, spaced, method)).status, 200);
    assert.equal((await v.prove(id)).status, 'verified');
  });

test('a learner’s name is read from UTF-8 if NICE sends it too', async (t) => {
  const v = await withNice(t);
  assert.equal(
    (await v.check({ name: '김하나', fields: { utf8_name: encodeURIComponent('홍길동') } })).verdict.status,
    'verified',
  );
});

test('a learner is refused when another person passes', async (t) => {
  const v = await withNice(t);
  assert.deepEqual((await v.check({ name: '김하나' })).verdict, { status: 'rejected', reason: 'not-same-person' });
});

test('a learner with the same name and number but another CI than before is refused', async (t) => {
  const v = await withNice(t);
  assert.equal((await v.check()).verdict.status, 'verified');
  assert.deepEqual((await v.check({ fields: { ci: 'X'.repeat(88) } })).verdict, {
    status: 'rejected',
    reason: 'not-same-person',
  });
  assert.equal((await v.check()).verdict.status, 'verified');
});

test('a learner who fails at NICE is not verified', async (t) => {
  const v = await withNice(t);
  assert.deepEqual((await v.check({ fields: { resultcode: '0031' } })).verdict, {
    status: 'rejected',
    reason: 'cancelled',
  });
});

test('a learner is verified by the right result only, not by forged ones or those of other checks', async (t) => {
  const v = await withNice(t);
  const { id, params } = await v.ask(await v.session(), 'phone');
  const [one, other] = [await v.open(params.url), await v.open(params.url)];
  const right = v.nice.result(one.fields['token_version_id']!, one.asked['requestno']!);
  const foreign = v.nice.result(other.fields['token_version_id']!, other.asked['requestno']!);
  for (const wrong of [
    v.nice.result(one.fields['token_version_id']!, 'f'.repeat(30)),
    { ...right, integrity_value: Buffer.alloc(32).toString('base64') },
    { ...right, enc_data: foreign.enc_data },
    foreign,
    {},
  ] as Record<string, string>[]) {
    const page = await v.back(one.asked, wrong);
    assert.deepEqual([page.status, page.title], [400, '이 확인은 쓸 수 없습니다']);
    assert.deepEqual(await v.prove(id), { status: 'pending', retryIn: 2 });
  }
  assert.equal((await v.back(one.asked, right)).status, 200);
  assert.equal((await v.prove(id)).status, 'verified');
  const reasons = (await v.evidence.chain({ site: 'site', ref: hong.ref })).map(({ reason }) => reason);
  assert.deepEqual(reasons, [...Array<string>(5).fill('foreign-answer'), null]);
});

test('a learner’s result that is sent twice counts once', async (t) => {
  const v = await withNice(t);
  const { id, params } = await v.ask(await v.session(), 'phone');
  const { fields, asked } = await v.open(params.url);
  const result = v.nice.result(fields['token_version_id']!, asked['requestno']!);
  await v.back(asked, result);
  assert.equal((await v.prove(id)).status, 'verified');
  assert.equal((await v.back(asked, result)).status, 400);
  const rows = await v.evidence.chain({ site: 'site', ref: hong.ref });
  assert.deepEqual(
    rows.map(({ status, reason }) => [status, reason]),
    [
      ['verified', null],
      ['rejected', 'replayed'],
    ],
  );
});

for (const [what, trouble] of [
  ['is down', { down: true }],
  ['answers nonsense', { garbage: true }],
  ['finds our clock wrong (1800)', { skew: 200_000 }],
] as const)
  test(`a learner sees an outage when NICE ${what}, and the same challenge works later`, async (t) => {
    const v = await withNice(t);
    const { id, params } = await v.ask(await v.session(), 'phone');
    Object.assign(v.nice.state, trouble);
    const page = await v.window.go(params.url);
    assert.deepEqual([page.status, page.title], [503, '지금은 확인할 수 없습니다']);
    assert.deepEqual(await v.prove(id), { status: 'unavailable', retryIn: 30 });
    assert.deepEqual(await v.prove(id), { status: 'pending', retryIn: 2 }, 'reported once');
    Object.assign(v.nice.state, { down: false, garbage: false, skew: 0 });
    const { fields, asked } = await v.open(params.url);
    await v.back(asked, v.nice.result(fields['token_version_id']!, asked['requestno']!));
    assert.equal((await v.prove(id)).status, 'verified');
  });

test('a learner is verified with a clock difference of up to three minutes', async (t) => {
  const v = await withNice(t);
  v.nice.state.skew = -170_000;
  assert.equal((await v.check()).verdict.status, 'verified');
});

test('the access token is fetched once until it expires; each check has its own crypto token', async (t) => {
  const v = await withNice(t);
  await v.check();
  await v.check();
  assert.deepEqual([v.nice.state.accessTokens, v.nice.state.crypto], [1, 2]);
  v.clock.advance(3600_000);
  await v.check();
  assert.equal(v.nice.state.accessTokens, 2);
});
