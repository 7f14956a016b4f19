/** How settings and switches reach the learners of a site: new sessions, running ones, and the ten seconds between. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { generateSync, ScureBase32Plugin } from 'otplib';
import { openVault } from '../../../demo/verifier/crypto/vault.js';
import { changeSettings, currentSettings } from '../../../demo/verifier/sites/change-settings.js';
import { cacheTtlMs } from '../../../demo/verifier/sites/directory.js';
import type { SwitchKind } from '../../../demo/verifier/domain/switches.js';
import { begin as beginMethods } from '../methods/session.js';
import { exam, hong } from '../../support/verifier.js';

/** The code of a browser with this key (base64url). */
const webCode = (key: string, now: number) =>
  generateSync({
    secret: new ScureBase32Plugin().encode(Buffer.from(key, 'base64url')),
    epoch: now / 1000,
    period: 60,
    digits: 6,
  });

/** A site whose policy asks for the phone app, web OTP or a phone check before an exam. */
async function begin(t: TestContext, options: Parameters<typeof beginMethods>[1] = {}) {
  const v = await beginMethods(t, options);
  const set = async (change: object, site = 'site') => {
    const { settings } = (await currentSettings(v.store, site))!;
    return changeSettings(
      v.store,
      async () => openVault(Buffer.alloc(32)),
      site,
      { ...settings, ...change },
      { by: 'test', at: v.clock.now() },
    );
  };
  const turn =
    (on: boolean) =>
    (kind: SwitchKind, name: string, site: string | null = null) =>
      v.store.setSwitch({ site, kind, name, on, by: 'test', reason: 'test', at: v.clock.now() });
  const arrives = () => v.clock.advance(cacheTtlMs);
  return { ...v, set, off: turn(false), on: turn(true), arrives };
}

test('a change reaches new sessions within ten seconds; a running session keeps its version', async (t) => {
  assert.ok(cacheTtlMs <= 10_000);
  const v = await begin(t);
  const running = await v.session();
  await v.set({ help: { phone: '02-777-7777' }, learner: 'masked' });
  v.arrives();
  const [before, after] = [await v.challenge(running), await v.challenge(await v.session())];
  assert.deepEqual([before.help?.phone, after.help?.phone], ['02-000-0000', '02-777-7777']);
  assert.deepEqual([before.learner?.name, after.learner?.name], ['홍길동', '홍*동']);
});

test('a policy of a site is its own, and so is the grant of a running session', async (t) => {
  const v = await begin(t);
  const phone = await v.registerDevice();
  const running = await v.session();
  await v.set({ policy: 'daily' });
  v.arrives();
  const other = await v.registerSite('other', ['http://other.test']);
  const lessons = async (secret?: string) =>
    v.post(
      '/sessions',
      { learner: hong, checkpoint: { kind: 'lesson', course: 'c', class: '1', number: 2 } },
      { authorization: `Bearer ${secret ?? v.siteSecret}` },
    );
  const [own, theirs] = (await Promise.all([lessons(), lessons(other)]).then((all) =>
    Promise.all(all.map((reply) => reply.json())),
  )) as [{ required: boolean }, { required: boolean }];
  assert.equal(own.required, true, 'daily: the first lesson of the day');
  assert.equal(theirs.required, false, 'manual: the second lesson is not due');
  const verdict = await v.prove((await v.ask(running, 'motp')).id, { code: phone.codeAt(v.clock.now()) });
  assert(verdict.status === 'verified');
  const redeemed = await v.siteverify(verdict.token);
  assert(redeemed.success);
  assert.equal(redeemed.grant?.scope, 'entry');
});

test('a removed origin ends at once, also for a session that was opened for it', async (t) => {
  const v = await begin(t);
  const session = await v.session();
  const from = (origin: string) => v.post('/challenge', { session }, { origin });
  assert.equal((await from('http://site.test')).status, 200);
  await v.set({ origins: ['http://new.test'] });
  assert.equal((await from('http://site.test')).status, 403);
  await v.set({ origins: ['http://site.test'] });
  assert.equal((await from('http://site.test')).status, 200);
});

test('a method that is off is offered no more, and comes back', async (t) => {
  const v = await begin(t);
  const session = await v.session();
  await v.off('method', 'motp');
  v.arrives();
  const without = await v.challenge(session);
  assert(without.status === 'challenge');
  assert.equal(without.method, 'web-otp');
  assert.equal(without.offers.includes('motp'), false);
  assert.equal((await v.post('/challenge', { session, method: 'motp' })).status, 409);
  await v.on('method', 'motp');
  v.arrives();
  assert.equal((await v.ask(session, 'motp')).method, 'motp');
});

test('a switch of one site leaves the others alone', async (t) => {
  const v = await begin(t);
  const other = await v.registerSite('other', ['http://other.test']);
  await v.off('method', 'motp', 'site');
  v.arrives();
  const challenge = async (secret?: string) => {
    const reply = await v.challenge(await v.openSession(hong, exam, {}, secret));
    return reply.status === 'challenge' && reply.method;
  };
  assert.deepEqual([await challenge(), await challenge(other)], ['web-otp', 'motp']);
});

test('a running check of a method that is off ends with `unavailable`: no token, no failure, one entry of evidence', async (t) => {
  const v = await begin(t);
  const phone = await v.registerDevice();
  const session = await v.session();
  const { id } = await v.ask(session, 'motp');
  await v.off('method', 'motp');
  v.arrives();
  assert.deepEqual(await v.prove(id, { code: phone.codeAt(v.clock.now()) }), { status: 'unavailable', retryIn: 30 });
  const evidence = await v.evidence.entries({ site: 'site' }, 10);
  assert.deepEqual(
    evidence.map(({ status, upstream }) => ({ status, upstream })),
    [{ status: 'unavailable', upstream: 'switched-off' }],
  );
  await v.on('method', 'motp');
  v.arrives();
  assert.equal((await v.prove(id, { code: phone.codeAt(v.clock.now()) })).status, 'verified');
});

test('a repeated attempt gets no token of a method that was switched off since', async (t) => {
  const v = await begin(t);
  const phone = await v.registerDevice();
  const { id } = await v.ask(await v.session(), 'motp');
  const proof = { code: phone.codeAt(v.clock.now()) };
  assert.equal((await v.prove(id, proof, 'attempt-1')).status, 'verified');
  await v.off('method', 'motp');
  v.arrives();
  assert.equal((await v.prove(id, proof, 'attempt-1')).status, 'unavailable');
});

for (const [kind, name] of [
  ['method', 'phone'],
  ['provider', 'sandbox'],
] as const)
  test(`with the ${kind} ${name} off, a phone check that was begun gives no token, and its page says so`, async (t) => {
    const v = await begin(t);
    const session = await v.session();
    const passed = await v.ask(session, 'phone');
    await v.checkPhone(passed.params.url);
    const begun = await v.ask(session, 'phone');
    const browser = await v.ask(session, 'web-otp');
    assert(browser.params.state === 'new');
    const before = browser.offers;
    await v.off(kind, name);
    v.arrives();
    assert.equal((await v.prove(passed.id)).status, 'unavailable');
    for (const { id, url } of [
      { id: begun.id, url: begun.params.url },
      { id: browser.id, url: browser.params.url },
    ]) {
      const page = await v.window.go(url);
      assert.deepEqual([page.status, page.title], [503, '지금은 확인할 수 없습니다']);
      assert.equal((await v.prove(id)).status, 'unavailable');
    }
    assert.equal((await v.post('/challenge', { session, method: 'phone' })).status, 409);
    const { offers } = await v.ask(session, 'motp');
    assert.deepEqual(offers, ['motp'], 'a browser is registered by phone only');
    assert.equal((await v.post('/challenge', { session, method: 'web-otp' })).status, 409);
    await v.on(kind, name);
    v.arrives();
    assert.deepEqual((await v.ask(session, 'motp')).offers, before, 'everything is back');
  });

test('a browser that is registered keeps its codes while phone checks are off, but cannot be replaced', async (t) => {
  const v = await begin(t);
  const first = await v.session();
  const checked = await v.ask(first, 'web-otp');
  assert(checked.params.state === 'new');
  await v.checkPhone(checked.params.url);
  await v.prove(checked.id);
  const { id, params } = await v.ask(first, 'web-otp');
  assert(params.state === 'enrol');
  const proof = () => ({ device: params.device, code: webCode(params.key, v.clock.now()) });
  await v.off('method', 'phone');
  v.arrives();
  assert.equal((await v.prove(id, proof())).status, 'verified', 'its phone check was passed before');

  v.clock.advance(60_000);
  const second = await v.session();
  const again = await v.ask(second, 'web-otp');
  assert.equal(again.params.state, 'registered');
  assert.equal((await v.prove(again.id, { renew: true })).status, 'unavailable');
  assert.equal((await v.prove(again.id, proof())).status, 'verified');
});

test('a carrier that is off passes no phone check, whenever it was begun; other carriers do', async (t) => {
  const v = await begin(t);
  const early = await v.ask(await v.session(), 'phone');
  await v.checkPhone(early.params.url, { carrier: 'SKT' });
  const late = await v.ask(await v.session(), 'phone');
  await v.off('carrier', 'skt');
  v.arrives();
  assert.equal((await v.prove(early.id)).status, 'unavailable');
  assert.equal((await v.checkPhone(late.params.url, { carrier: 'SKT' })).title, '지금은 확인할 수 없습니다');
  assert.equal((await v.prove(late.id)).status, 'unavailable');
  const other = await v.ask(await v.session(), 'phone');
  await v.checkPhone(other.params.url, { carrier: 'KT' });
  assert.equal((await v.prove(other.id)).status, 'verified');
});

test('with every method off, a site is told to come back later', async (t) => {
  const v = await begin(t);
  const session = await v.session();
  for (const name of ['motp', 'web-otp', 'phone', 'ipin']) await v.off('method', name);
  v.arrives();
  const refusals = [
    await v.post('/challenge', { session }),
    await v.post('/sessions', { learner: hong, checkpoint: exam }, { authorization: `Bearer ${v.siteSecret}` }),
  ];
  for (const refused of refusals) {
    assert.equal(refused.status, 503);
    assert.equal(refused.headers.get('retry-after'), '30');
    assert.equal(((await refused.json()) as { code: string }).code, 'maintenance');
  }
});

test('a site that has not stated who it is cannot open sessions once there is another, and the fields are named', async (t) => {
  const v = await begin(t);
  const secret = await v.registerSite('other', ['http://other.test']);
  await v.set({ sms: undefined, help: undefined }, 'other');
  v.arrives();
  const refused = await v.post('/sessions', { learner: hong, checkpoint: exam }, { authorization: `Bearer ${secret}` });
  assert.equal(refused.status, 503);
  assert.match(((await refused.json()) as { detail: string }).detail, /^sms, help: /);
  assert.equal((await v.challenge(await v.session())).status, 'challenge', 'the complete site goes on');
});

test('each site has limits of its own, behind one address', async (t) => {
  const v = await begin(t);
  const other = await v.registerSite('other', ['http://other.test']);
  await v.set({ limits: { address: 2 } });
  v.arrives();
  const [session, theirs] = [await v.session(), await v.openSession(hong, exam, {}, other)];
  const statuses = [];
  for (const id of [session, session, session, theirs, theirs])
    statuses.push((await v.post('/challenge', { session: id })).status);
  assert.deepEqual(statuses, [200, 200, 429, 200, 200]);
});

test('an address without a session has one limit, whichever sites it calls for; it uses up nobody’s own', async (t) => {
  const v = await begin(t, { limits: { session: 1000, learner: 1000, address: 3 } });
  const other = await v.registerSite('other', ['http://other.test']);
  const [session, theirs] = [await v.session(), await v.openSession(hong, exam, {}, other)];
  const statuses = async (sessions: string[]) => {
    const found = [];
    for (const id of sessions) found.push((await v.post('/challenge', { session: id })).status);
    return found;
  };
  assert.deepEqual(await statuses(['se_a', 'se_b', 'se_c', 'se_d']), [401, 401, 401, 429]);
  assert.deepEqual(await statuses([session, session, session, session]), [200, 200, 200, 429]);
  assert.deepEqual(await statuses([theirs]), [200]);
});
