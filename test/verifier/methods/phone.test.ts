import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IdentityProvider } from '../../../demo/verifier/providers/provider.js';
import { presets } from '../../../demo/verifier/domain/policy-presets.js';
import { exam, hong, kim } from '../../support/verifier.js';
import { begin, hongBorn } from './session.js';

test('a learner’s phone check is pending until it is passed, then verified once', async (t) => {
  const v = await begin(t);
  const { id, params, ...challenge } = await v.ask(await v.session(), 'phone');
  assert.equal('attemptsLeft' in challenge, false);
  assert.deepEqual(await v.prove(id, {}, 'attempt-1'), { status: 'pending', retryIn: 2 });
  const done = await v.checkPhone(params.url);
  assert.equal(done.title, '확인을 마쳤습니다');
  const verdict = await v.prove(id, {}, 'attempt-1');
  assert(verdict.status === 'verified');
  assert.deepEqual(await v.prove(id, {}, 'attempt-1'), verdict);
  assert.deepEqual(await v.prove(id, {}, 'attempt-2'), { status: 'expired' });
  const redeemed = await v.siteverify(verdict.token);
  assert.equal(redeemed.success && redeemed.method, 'phone');
});

test('a learner’s check leaves evidence with the provider’s number and without personal data', async (t) => {
  const v = await begin(t);
  const { id, params } = await v.ask(await v.session(), 'phone');
  await v.checkPhone(params.url);
  await v.prove(id);
  const rows = await v.evidence.chain({ site: 'site', ref: hong.ref });
  assert.deepEqual(
    rows.map(({ method, status }) => ({ method, status })),
    [{ method: 'phone', status: 'verified' }],
  );
  assert.match(rows[0]!.transaction!, /^sandbox-[0-9a-f]{32}$/);
  assert.doesNotMatch(JSON.stringify(rows), /홍길동|1990|0000-?1234/);
});

for (const [whose, claims] of [
  ['name', { name: '김하나' }],
  ['phone number', { phone: '010-0000-5678' }],
  ['birth date', { birthDate: '19910101' }],
] as const)
  test(`a learner with another ${whose} is refused as another person, without details`, async (t) => {
    const v = await begin(t);
    const session = await v.session(hongBorn);
    const { id, params } = await v.ask(session, 'phone');
    await v.checkPhone(params.url, claims);
    assert.deepEqual(await v.prove(id, {}, 'attempt-1'), { status: 'rejected', reason: 'not-same-person' });
    assert.deepEqual(await v.prove(id, {}, 'attempt-2'), { status: 'expired' }, 'one answer a challenge');
    const next = await v.ask(session, 'phone');
    await v.checkPhone(next.params.url);
    assert.equal((await v.prove(next.id)).status, 'verified');
  });

test('a learner must be the person identified before, even if the site’s data changed', async (t) => {
  const v = await begin(t);
  const first = await v.ask(await v.session(), 'phone');
  await v.checkPhone(first.params.url);
  await v.prove(first.id);
  const second = await v.ask(await v.session(), 'phone');
  await v.checkPhone(second.params.url, { birthDate: '19910101' });
  assert.deepEqual(await v.prove(second.id), { status: 'rejected', reason: 'not-same-person' });
});

test('a learner who cancels or fails a check is not reported as another person', async (t) => {
  const v = await begin(t);
  const session = await v.session();
  const one = await v.ask(session, 'phone');
  await v.window.send(await v.window.go(one.params.url), {}, 1);
  assert.deepEqual(await v.prove(one.id), { status: 'rejected', reason: 'cancelled' });
  const two = await v.ask(session, 'phone');
  let page = await v.window.send(await v.window.go(two.params.url), { carrier: 'KT', birthDate: '19900101' });
  for (const left of [2, 1]) {
    page = await v.window.send(page, { code: '' });
    assert.match(page.html, new RegExp(`${left}번 더`));
  }
  assert.equal((await v.window.send(page, { code: '' })).title, '확인을 그만두었습니다');
  assert.deepEqual(await v.prove(two.id), { status: 'rejected', reason: 'cancelled' });
});

test('a learner may reopen a closed window; the window that finishes first counts', async (t) => {
  const v = await begin(t);
  const { id, params } = await v.ask(await v.session(), 'phone');
  const left = await v.window.go(params.url);
  await v.checkPhone(params.url);
  assert.equal((await v.window.send(left, {}, 1)).title, '확인을 그만두었습니다');
  assert.equal((await v.prove(id)).status, 'verified');
});

test('a repeated, early or forged callback shows an error page, leaves evidence and verifies nothing', async (t) => {
  const v = await begin(t);
  const { id, params } = await v.ask(await v.session(), 'phone');
  const who = await v.window.go(params.url);
  const number = /[0-9a-f]{32}/.exec(who.address)![0];
  const callback = `${v.issuer}/identity/return/${number}`;
  const early = await v.window.go(callback);
  assert.equal(early.status, 400, 'there is no answer yet');
  assert.deepEqual(await v.prove(id), { status: 'pending', retryIn: 2 });
  await v.window.send(who, {}, 1);
  assert.equal((await v.window.go(callback)).title, '이 확인은 쓸 수 없습니다');
  for (const wrong of ['0'.repeat(32), 'x'])
    assert.equal((await v.window.go(`${v.issuer}/identity/return/${wrong}`)).status, 400);
  assert.deepEqual(await v.prove(id), { status: 'rejected', reason: 'cancelled' });
  const rows = await v.evidence.chain({ site: 'site', ref: hong.ref });
  assert.deepEqual(
    rows.map(({ status, reason }) => `${status} ${reason}`),
    ['rejected foreign-answer', 'rejected replayed', 'rejected cancelled'],
  );
});

test('repeated callbacks and guessed numbers are rate-limited, and so is their evidence', async (t) => {
  const v = await begin(t, { limits: { session: 6, learner: 100, address: 20 } });
  const { params } = await v.ask(await v.session(), 'phone');
  const number = /[0-9a-f]{32}/.exec((await v.window.go(params.url)).address)![0];
  const back = async (to: string) => (await v.window.go(`${v.issuer}/identity/return/${to}`)).status;
  assert.deepEqual(
    (await Promise.all(Array.from({ length: 7 }, () => back(number)))).sort(),
    [400, 400, 400, 400, 429, 429, 429],
  );
  assert.equal((await v.evidence.chain({ site: 'site', ref: hong.ref })).length, 4);
  const guesses = [];
  for (let i = 0; i < 20; i++) guesses.push(await back(String(i).padStart(32, '0')));
  assert(guesses.includes(400) && guesses.at(-1) === 429, guesses.join());
  assert.equal((await v.window.go(`${v.issuer}/identity/sandbox/${number}`)).status, 429);
});

test('a learner who finishes a check after its challenge expired is not verified', async (t) => {
  const v = await begin(t);
  const { id, params } = await v.ask(await v.session(), 'phone');
  const who = await v.window.go(params.url);
  v.clock.advance(5 * 60_000);
  assert.equal((await v.window.send(who, {}, 1)).status, 400);
  assert.deepEqual(await v.prove(id), { status: 'expired' });
  assert.equal((await v.window.go(params.url)).title, '시간이 지났습니다');
});

test('a learner is redirected only to a page of the session’s origin', async (t) => {
  const v = await begin(t);
  const { id, params } = await v.ask(await v.session(), 'phone');
  const here = 'http://site.test/lesson/1?a=1&b=2';
  const back = await v.checkPhone(`${params.redirect}?return=${encodeURIComponent(here)}`);
  assert.match(back.html, /<meta http-equiv="refresh" content="0; url=http:\/\/site\.test\/lesson\/1\?a=1&amp;b=2">/);
  assert.equal((await v.prove(id)).status, 'verified');
  const { params: next } = await v.ask(await v.session(), 'phone');
  for (const wrong of [
    'http://evil.test/',
    'http://site.test.evil.test/',
    'javascript:alert(1)',
    '//evil.test',
    'http://evil.test@site.test/',
  ])
    assert.equal((await v.window.go(`${next.redirect}?return=${encodeURIComponent(wrong)}`)).status, 400, wrong);
});

test('pages have a strict policy, contain no personal data and notify the session’s origin only', async (t) => {
  const v = await begin(t);
  const { params } = await v.ask(await v.session(), 'phone');
  assert.doesNotMatch(params.url, /홍|0000/);
  const done = await v.checkPhone(params.url);
  const policy = done.headers.get('content-security-policy')!;
  assert.match(policy, /default-src 'none'.*script-src 'self';.*frame-ancestors 'none'/);
  assert.doesNotMatch(policy, /unsafe/);
  assert.match(done.html, /data-origin="http:\/\/site\.test"/);
  assert.doesNotMatch(done.html, /홍길동|<script>|style=/);
  assert.equal(done.headers.get('referrer-policy'), 'no-referrer');
  for (const file of ['page.css', 'page.js']) assert.equal((await fetch(`${v.url}/identity/${file}`)).status, 200);
});

test('a learner’s name is escaped in a page', async (t) => {
  const v = await begin(t);
  const { params } = await v.ask(await v.session({ ...hong, name: '<b>홍"길동' }), 'phone');
  const page = await v.window.go(params.url);
  assert.match(page.html, /value="&lt;b&gt;홍&quot;길동"/);
});

test('a learner who types five wrong codes unlocks by a phone check and has five tries again', async (t) => {
  const v = await begin(t);
  const phone = await v.lock();
  const session = await v.session();
  const locked = await v.challenge(session);
  assert.deepEqual(
    { ...locked, learner: {}, help: {} },
    { status: 'locked', unlock: ['phone'], learner: {}, help: {} },
  );
  const { id, params, offers } = await v.ask(session, 'phone');
  assert.deepEqual(offers, ['web-otp', 'phone']);
  await v.checkPhone(params.url);
  assert.deepEqual(await v.prove(id, {}, 'attempt-1'), { status: 'unlocked' });
  assert.deepEqual(await v.prove(id, {}, 'attempt-1'), { status: 'unlocked' });
  assert.deepEqual(await v.prove(id, {}, 'attempt-2'), { status: 'expired' });
  const next = await v.ask(session, 'motp');
  assert.equal(next.attemptsLeft, 5);
  assert.equal((await v.prove(next.id, { code: phone.codeAt(v.clock.now()) })).status, 'verified');
});

test('a learner’s phone check unlocks and verifies where the policy says so', async (t) => {
  const v = await begin(t, {
    policy: {
      ...presets.manual,
      rules: { ...presets.manual.rules, enrolment: { when: 'never' } },
      unlocking: { methods: ['phone'], effect: 'verifies' },
    },
  });
  await v.lock();
  const session = await v.session();
  const { id, params } = await v.ask(session, 'phone');
  await v.checkPhone(params.url);
  assert.equal((await v.prove(id)).status, 'verified');
  assert.equal((await v.challenge(await v.session())).status, 'challenge');
});

test('a learner is not unlocked by another person’s phone check', async (t) => {
  const v = await begin(t);
  await v.lock();
  const { id, params } = await v.ask(await v.session(), 'phone');
  await v.checkPhone(params.url, { name: kim.name, phone: kim.phone });
  assert.deepEqual(await v.prove(id), { status: 'rejected', reason: 'not-same-person' });
  assert.equal((await v.challenge(await v.session())).status, 'locked');
});

test('a learner of a site that offers the code only still unlocks by a phone check', async (t) => {
  const v = await begin(t);
  const narrow = () => v.session(hong, { methods: ['motp'] });
  assert.equal((await v.post('/challenge', { session: await narrow(), method: 'phone' })).status, 409);
  await v.lock();
  const { id, params } = await v.ask(await narrow(), 'phone');
  await v.checkPhone(params.url);
  assert.deepEqual(await v.prove(id), { status: 'unlocked' });
});

test('an attacker without the site’s session cannot lock a learner by name', async (t) => {
  const v = await begin(t);
  const phone = await v.registerDevice();
  const { id } = await v.ask(await v.session({ ...hong, ref: 'another-learner' }), 'motp');
  for (let i = 0; i < 6; i++) await v.prove(id, { code: phone.wrongCodeAt(v.clock.now()) });
  for (let i = 0; i < 6; i++)
    assert.equal((await v.post('/challenge', { session: `guess-${i}`, method: 'motp' })).status, 401);
  assert.equal((await v.ask(await v.session(), 'motp')).attemptsLeft, 5);
});

test('a learner is identified by i-PIN through name and birth date', async (t) => {
  const v = await begin(t);
  const ipin = async (fields: Record<string, string>) => {
    const { id, params } = await v.ask(await v.session(hongBorn), 'ipin');
    await v.window.send(await v.window.go(params.url), fields);
    return v.prove(id);
  };
  for (const other of [{ birthDate: '19920202' }, { name: '김하나' }])
    assert.deepEqual(await ipin(other), { status: 'rejected', reason: 'not-same-person' });
  assert.equal((await ipin({ birthDate: '1990-01-01' })).status, 'verified');
});

test('a learner can use and unlock by i-PIN only where the site sends the birth date', async (t) => {
  const v = await begin(t);
  await v.lock(hongBorn);
  const locked = async (learner: typeof hong) => {
    const reply = await v.challenge(await v.session(learner));
    return reply.status === 'locked' && reply.unlock;
  };
  assert.deepEqual(await locked(hongBorn), ['phone', 'ipin']);
  assert.deepEqual(await locked(hong), ['phone']);
  assert.equal((await v.post('/challenge', { session: await v.session(hong), method: 'ipin' })).status, 409);
  const refused = await v.post(
    '/sessions',
    { learner: hong, checkpoint: exam, methods: ['ipin'] },
    { authorization: `Bearer ${v.siteSecret}` },
  );
  assert.equal(refused.status, 400, 'nothing else was wanted');

  const { id, params, offers } = await v.ask(await v.session(hongBorn), 'ipin');
  assert.deepEqual(offers, ['web-otp', 'phone', 'ipin']);
  await v.window.send(await v.window.go(params.url));
  assert.deepEqual(await v.prove(id), { status: 'unlocked' });
  assert.equal((await v.ask(await v.session(hongBorn), 'motp')).attemptsLeft, 5);
});

test('a learner is sent to the provider at most ten times per challenge, even concurrently', async (t) => {
  const asked: string[] = [];
  const provider: IdentityProvider = {
    name: 'nice',
    kinds: ['phone'],
    async start({ number }) {
      asked.push(number);
      if (asked.length % 2 === 0) throw new Error('down');
      return { destination: { url: 'http://verifier.localhost/v1/identity/page.css' }, memo: '' };
    },
    finish: async () => ({ said: 'foreign' }),
  };
  const v = await begin(t, { provider: () => provider });
  const { params } = await v.ask(await v.session(), 'phone');
  const pages = await Promise.all(Array.from({ length: 15 }, () => v.window.go(params.url)));
  assert.equal(asked.length, 10);
  const refused = pages.filter(({ status }) => status === 429);
  assert.deepEqual(
    refused.map(({ title }) => title),
    Array(5).fill('여러 번 시도했습니다'),
  );
  v.clock.advance(299_000);
  assert.equal((await v.window.go(params.url)).status, 429, 'as long as the challenge lasts');
  assert.equal(asked.length, 10);
});
