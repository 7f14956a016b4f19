/** The administrator's pages as requests: who may do what, and what each change does. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { test, type TestContext } from 'node:test';
import { settingsFrom } from '../../../demo/verifier/settings.js';
import { currentSettings } from '../../../demo/verifier/sites/change-settings.js';
import { exam, hong, SetClock, startVerifier } from '../../support/verifier.js';

const secret = 'the-secret-of-the-administrator-of-tests';

async function begin(t: TestContext) {
  const clock = new SetClock();
  const v = await startVerifier({ clock, administratorSecret: secret });
  t.after(() => v.close());
  const url = v.administratorUrl!;
  let cookie = '';
  async function go(path: string, fields?: Record<string, string>, headers: Record<string, string> = {}) {
    const reply = await fetch(url + path, {
      method: fields ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie, ...(fields && { origin: url }), ...headers },
      ...(fields && { body: new URLSearchParams(fields) }),
    });
    cookie = reply.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return { status: reply.status, headers: reply.headers, html: await reply.text() };
  }
  const logsIn = (given = secret, name = '김관리') => go('/login', { secret: given, name });
  const opens = async (siteSecret: string) =>
    (await v.post('/sessions', { learner: hong, checkpoint: exam }, { authorization: `Bearer ${siteSecret}` })).status;
  return { ...v, clock, url, go, logsIn, opens };
}
const shownSecret = (html: string) => /sk_[\w-]{43}/.exec(html)![0];

test('only an administrator who is logged in sees or changes anything', async (t) => {
  const v = await begin(t);
  for (const path of ['/', '/sites/site']) assert.match((await v.go(path)).html, /Administrator login/);
  const change = { which: 'method motp', on: '0', reason: 'x' };
  assert.equal((await v.go('/switches', change)).status, 401);
  assert.equal((await v.logsIn('wrong')).status, 401);
  assert.equal((await v.logsIn()).status, 303);
  const page = await v.go('/');
  assert.match(page.html, /김관리/);
  assert.match(page.headers.get('content-security-policy')!, /default-src 'none'/);
  v.clock.advance(31 * 60_000);
  assert.equal((await v.go('/switches', change)).status, 401, 'half an hour without use');
  assert.deepEqual(await v.store.switchedOff(), []);
  await v.logsIn();
  await v.go('/logout', {});
  assert.match((await v.go('/')).html, /Administrator login/);
});

test('logins are limited', async (t) => {
  const v = await begin(t);
  const statuses = [];
  for (let i = 0; i < 11; i++) statuses.push((await v.logsIn('wrong')).status);
  assert.deepEqual(statuses, [...Array.from({ length: 10 }, () => 401), 429]);
});

test('other pages, other ports and other names of this machine are refused', async (t) => {
  const v = await begin(t);
  await v.logsIn();
  const change = { which: 'method motp', on: '0', reason: 'x' };
  for (const headers of [
    { origin: 'http://site.test' },
    { origin: 'null' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'none' },
  ])
    assert.equal((await v.go('/switches', change, headers)).status, 403, JSON.stringify(headers));
  assert.deepEqual(await v.store.switchedOff(), []);
  const { port } = new URL(v.url);
  const statusFor = async (host: string) => {
    const [reply] = (await once(request({ port, host: '127.0.0.1', headers: { host } }).end(), 'response')) as [
      { statusCode: number; resume(): void },
    ];
    reply.resume();
    return reply.statusCode;
  };
  assert.equal(await statusFor(`rebound.test:${port}`), 403);
  assert.equal(await statusFor(`localhost:${port}`), 200);
});

test('the pages need a port and a secret of their own, and no setting opens them to other machines', () => {
  const basic = { SMS_WEBHOOK_URL: 'http://sms.test', SMS_WEBHOOK_SECRET: '0123456789abcdef' };
  assert.equal(settingsFrom(basic).ADMINISTRATOR_PORT, undefined);
  assert.throws(() => settingsFrom({ ...basic, ADMINISTRATOR_PORT: '4180' }), /ADMINISTRATOR_SECRET is missing/);
  assert.throws(
    () => settingsFrom({ ...basic, ADMINISTRATOR_PORT: '4180', ADMINISTRATOR_SECRET: 'short' }),
    /ADMINISTRATOR_SECRET is invalid/,
  );
});

test('a site is added once; its secret is shown once, and the page says what it lacks', async (t) => {
  const v = await begin(t);
  await v.logsIn();
  const acme = { id: 'acme', name: '에이스 교육원', origins: 'http://acme.test\nhttp://www.acme.test' };
  const wrong = await v.go('/sites', { ...acme, origins: 'acme.test/path' });
  assert.match(wrong.html, /origins\.0: must be an origin/);
  assert.match(wrong.html, /acme\.test\/path/, 'what was typed is still there');
  const added = await v.go('/sites', acme);
  const siteSecret = shownSecret(added.html);
  assert.match(added.html, /must state its own authority, identity, captcha, sms, help/);
  assert.equal((await v.go('/')).html.includes(siteSecret), false);
  assert.equal(await v.opens(siteSecret), 503);
  assert.deepEqual((await v.store.site('acme'))?.origins, ['http://acme.test', 'http://www.acme.test']);
  const again = await v.go('/sites', acme);
  assert.deepEqual([again.status, /acme is registered already/.test(again.html)], [422, true]);
});

test('settings are changed, refused with the field’s name, shown by version and restored', async (t) => {
  const v = await begin(t);
  await v.logsIn();
  const stated = {
    base: '1',
    name: '에이스 교육원',
    origins: 'http://site.test',
    policy: 'daily',
    help: 'own',
    'help.phone': '02-333-3333',
    'authority.kind': 'devices',
    'identity.kind': 'sandbox',
    'captcha.kind': 'turnstile',
    'captcha:turnstile.siteKey': 'key',
    'captcha:turnstile.secret': 'captcha-secret-of-acme',
    'sms.kind': 'none',
  };
  assert.equal((await v.go('/sites/site/settings', stated)).status, 303);
  const changed = (await currentSettings(v.store, 'site'))!;
  assert.equal(changed.version, 2);
  assert.equal(changed.settings.policy, 'daily');
  const page = await v.go('/sites/site');
  assert.equal(page.html.includes('captcha-secret-of-acme'), false);
  assert.match(page.html, /Version 2<\/b>[^]*김관리[^]*help\.phone<\/th><td>02-000-0000<\/td><td>02-333-3333/);

  const refused = await v.go('/sites/site/settings', {
    ...stated,
    base: '2',
    'captcha:turnstile.secret': '',
    limits: 'own',
    'limits.learner': 'lots',
  });
  assert.equal(refused.status, 422);
  assert.match(refused.html, /limits\.learner: /);
  assert.match(refused.html, /value="lots"/);
  const stale = await v.go('/sites/site/settings', stated);
  assert.match(stale.html, /have been changed meanwhile/);
  assert.equal((await currentSettings(v.store, 'site'))!.version, 2);

  await v.go('/sites/site/restore', { version: '1' });
  const [newest] = await v.store.settingsHistory('site');
  assert.deepEqual([newest?.version, newest?.by], [3, '김관리']);
  assert.equal((await currentSettings(v.store, 'site'))!.settings.policy, undefined);
});

test('a secret is made, shown once, seen to be used and revoked at once', async (t) => {
  const v = await begin(t);
  await v.logsIn();
  const fresh = shownSecret((await v.go('/sites/site/secrets', {})).html);
  const unused = await v.go('/sites/site');
  assert.equal(unused.html.includes(fresh), false);
  assert.equal(unused.html.match(/not yet/g)?.length, 2);
  assert.equal(await v.opens(fresh), 200);
  while (!/12:00:10/.test(/id="secrets"[^]*?<\/section>/.exec((await v.go('/sites/site')).html)![0])) continue;
  const used = (await v.store.secrets('site')).find(({ lastUsedAt }) => lastUsedAt !== null)!;
  await v.go('/sites/site/secrets/revoke', { fingerprint: used.hash.slice(0, 12) });
  assert.deepEqual([await v.opens(fresh), await v.opens(v.siteSecret)], [401, 200]);
});

test('switches of one site and of all are set with a reason and logged', async (t) => {
  const v = await begin(t);
  await v.logsIn();
  await v.go('/sites/site/switches', { which: 'method ipin', on: '0', reason: '계약 종료' });
  await v.go('/switches', { which: 'carrier skt', on: '0', reason: 'SIM data lost' });
  assert.equal((await v.go('/switches', { which: 'carrier skt', on: '1', reason: '' })).status, 400);
  assert.equal((await v.go('/switches', { which: 'method fax', on: '0', reason: 'x' })).status, 400);
  const page = (await v.go('/sites/site')).html;
  assert.match(page, /Off for all sites<\/b> carrier skt/);
  assert.match(page, /Off<\/b> method ipin/);
  await v.go('/switches', { which: 'carrier skt', on: '1', reason: 'new SIM cards' });
  assert.deepEqual(
    (await v.store.switchLog()).map(({ site, name, on, by, reason }) => [site, name, on, by, reason]),
    [
      ['site', 'ipin', false, '김관리', '계약 종료'],
      [null, 'skt', false, '김관리', 'SIM data lost'],
      [null, 'skt', true, '김관리', 'new SIM cards'],
    ],
  );
});

test('the health of each site counts its last hour and day, and names no learner', async (t) => {
  const v = await begin(t);
  await v.registerSite('quiet', ['http://quiet.test']);
  const phone = await v.registerDevice();
  const { id } = await v.challenge(await v.openSession());
  await v.verify(id, phone.wrongCodeAt(v.clock.now()));
  v.clock.advance(3 * 3_600_000);
  const next = await v.challenge(await v.openSession());
  await v.verify(next.id, phone.codeAt(v.clock.now()));
  await v.logsIn();
  const { html } = await v.go('/');
  const rowOf = (site: string) =>
    [...new RegExp(`href="/sites/${site}"[^]*?</tr>`).exec(html)![0].matchAll(/class="number">(\d+)/g)].map(([, n]) =>
      Number(n),
    );
  assert.deepEqual(rowOf('site'), [1, 0, 0, 1, 1, 0, 0]);
  assert.deepEqual(rowOf('quiet'), [0, 0, 0, 0, 0, 0, 0]);
  assert.equal(html.match(/<rect/g)?.length, 2);
  for (const page of [html, (await v.go('/sites/site')).html])
    assert.doesNotMatch(page, /홍길동|[^-]learner-1|0000-?1234/);
});
