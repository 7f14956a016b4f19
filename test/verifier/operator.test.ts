/** A site's operator and its evidence, over HTTP: access control, search, download and audit log. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { test, type TestContext } from 'node:test';
import { runCommand } from '../../demo/verifier/cli/command-line.js';
import { operatorCommands } from '../../demo/verifier/cli/operator-command.js';
import { openVerifier } from '../../demo/verifier/compose.js';
import { settingsFrom } from '../../demo/verifier/settings.js';
import { hashSecret } from '../../demo/verifier/crypto/secrets.js';
import { operatorBrowser, newOperator } from '../support/operator.js';
import { hong, kim, SetClock, startVerifier, type Options, type TestVerifier } from '../support/verifier.js';

const minute = 60_000;
const day = 24 * 60 * minute;
const login = { kind: 'login', course: '"><img src=x onerror=alert(1)>', class: '2026-1' } as const;

/** 홍길동 typed two wrong codes; a day later 김하나 typed one at each site. An operator of the first site is logged in. */
async function begin(t: TestContext, options: Options = {}) {
  const clock = new SetClock();
  const v = await startVerifier({ clock, ...options });
  t.after(() => v.close());
  const otherSecret = await v.registerSite('other', ['http://other.test']);
  const wrong = async (learner: typeof hong, secret?: string) => {
    const phone = await v.registerDevice(learner.name, learner.phone);
    await v.verify(
      (await v.challenge(await v.openSession(learner, login, {}, secret))).id,
      phone.wrongCodeAt(clock.now()),
    );
  };
  await wrong(hong);
  await wrong(hong);
  clock.advance(day);
  await wrong(kim);
  await wrong({ ...kim, ref: 'theirs-1' }, otherSecret);
  const secret = await newOperator(v);
  const operator = operatorBrowser(v);
  await operator.logsIn(secret);
  return {
    ...v,
    clock,
    secret,
    operator,
    browser: () => operatorBrowser(v),
    other: () => newOperator(v, 'other', '박운영'),
  };
}

/** The text that `operator …` prints. */
const operatorText = async (
  { store, vault, clock }: Pick<TestVerifier, 'store' | 'vault' | 'clock'>,
  ...args: string[]
) => (await runCommand(operatorCommands, args, { store, vault: async () => vault, now: clock.now() })).text;

test('an operator logs in with their own secret only', async (t) => {
  const v = await begin(t);
  const stranger = v.browser();
  for (const secret of ['', 'x', v.siteSecret, hashSecret(v.secret)]) {
    const page = await stranger.logsIn(secret);
    assert.equal(page.status, 401);
    assert.match(page.html, /비밀키가 맞지 않습니다/);
  }
  assert.match((await stranger.opens()).html, /운영자 로그인/);
  assert.equal((await stranger.logsIn(` ${v.secret}\n`)).status, 303, 'what is pasted may have space around it');
  assert.match((await stranger.opens()).html, /김운영/);
});

test('a visitor without a login sees the login form only', async (t) => {
  const v = await begin(t);
  const stranger = v.browser();
  const pages = [
    await stranger.searches(),
    await stranger.searches({ learner: hong.ref }),
    await stranger.downloads('csv'),
    await stranger.downloads('json'),
    await stranger.proves(),
  ];
  for (const { status, html } of pages) {
    assert.equal(status, 401);
    assert.match(html, /운영자 로그인/);
    assert.doesNotMatch(html, /learner-1|learner-2|theirs-1/);
  }
});

test('an operator sees the attempts of the last thirty days first, the newest on top', async (t) => {
  const v = await begin(t);
  const { rows, html } = await v.operator.opens();
  assert.match(html, /기록 3건/);
  assert.deepEqual(rows[0], [
    '2026-03-03 12:00:10',
    '실패: 틀린 번호',
    kim.ref,
    '로그인',
    'mOTP 앱',
    '',
    '1',
    '127.0.0.1',
  ]);
  assert.match(html, /과정과 기수: &quot;&gt;&lt;img src=x onerror=alert\(1\)&gt; · 2026-1/, 'said once for all rows');
  assert.match(html, /<time datetime="2026-03-02">.*?<\/th><td>0<\/td><td>2<\/td><td>0<\/td><td>0<\/td><td>2<\/td>/);
  v.clock.advance(29 * day);
  await v.operator.logsIn(v.secret);
  assert.match((await v.operator.opens()).html, /기록 1건/);
  v.clock.advance(day);
  await v.operator.logsIn(v.secret);
  assert.match((await v.operator.opens()).html, /이 조건에 맞는 기록이 없습니다/);
});

test('on the first day an operator is told that there is nothing yet, later that nothing matches', async (t) => {
  const v = await startVerifier({ clock: new SetClock() });
  t.after(() => v.close());
  const operator = operatorBrowser(v);
  await operator.logsIn(await newOperator(v));
  const { html } = await operator.opens();
  assert.match(html, /아직 기록이 없습니다/);
  assert.doesNotMatch(html, /모두 보기|id="chart"/);
  await v.registerDevice();
  const { id } = await v.challenge(await v.openSession());
  await v.verify(id, '000000');
  const nothing = await operator.searches({ learner: 'somebody else' });
  assert.match(nothing.html, /이 조건에 맞는 기록이 없습니다/);
  assert.match(nothing.html, /조건 지우고 모두 보기/);
});

test('an operator finds evidence by learner, course and period, and downloads the result', async (t) => {
  const v = await begin(t);
  for (const [search, count] of [
    [{}, 3],
    [{ learner: hong.ref }, 2],
    [{ learner: ` ${hong.ref} ` }, 2],
    [{ learner: 'learner' }, 0],
    [{ course: login.course }, 3],
    [{ course: 'another' }, 0],
    [{ from: '2026-03-03' }, 1],
    [{ to: '2026-03-02' }, 2],
    [{ learner: kim.ref, from: '2026-03-02', to: '2026-03-02' }, 0],
  ] as const) {
    assert.equal((await v.operator.searches(search)).rows.length, count, JSON.stringify(search));
    assert.equal(
      (JSON.parse((await v.operator.downloads('json', search)).html) as { evidence: [] }).evidence.length,
      count,
    );
    assert.equal((await v.operator.downloads('csv', search)).html.trimEnd().split('\r\n').length, 1 + count);
  }
  const { headers, html } = await v.operator.downloads('csv');
  assert.match(headers.get('content-disposition')!, /attachment; filename="evidence\.csv"/);
  assert.match(html, /^\ufeff시각\(한국\),/);
  const backwards = await v.operator.searches({ from: '2026-03-03', to: '2026-03-02' });
  assert.equal(backwards.status, 422);
  assert.match(backwards.html, /종료일이 시작일보다 빠릅니다/);
});

test('an operator pages through many attempts', async (t) => {
  const v = await begin(t);
  const { id } = await v.challenge(await v.openSession(hong, login));
  for (let i = 0; i < 60; i++) await v.verify(id, '000000');
  const [first, second, beyond] = [
    await v.operator.searches(),
    await v.operator.searches({ page: '2' }),
    await v.operator.searches({ page: '9' }),
  ];
  assert.deepEqual([first.rows.length, second.rows.length], [50, 13]);
  assert.deepEqual(beyond.rows, second.rows);
  assert.match(first.html, /2쪽 중 1쪽<\/span>\s*<button class="plain" form="shown" name="page" value="2">다음 쪽/);
  assert.match(second.html, /value="1">이전 쪽<\/button>\s*<span>2쪽 중 2쪽/);
});

test('an operator never sees another site’s evidence', async (t) => {
  const v = await begin(t);
  const theirs = v.browser();
  await theirs.logsIn(await v.other());
  for (const [operator, foreign] of [
    [v.operator, /theirs-1/],
    [theirs, /learner-[12]/],
  ] as const)
    for (const fields of [{}, { learner: 'theirs-1' }, { learner: hong.ref }, { site: 'site' }, { site: 'other' }])
      for (const { html } of [
        await operator.searches(fields),
        await operator.downloads('csv', fields),
        await operator.downloads('json', fields),
      ])
        assert.doesNotMatch(html.replace(/<input[^>]*>/g, ''), foreign);
  assert.match((await theirs.searches()).html, /theirs-1/);
  assert.match((await theirs.proves()).html, /학습자 1명의 기록 1건/);
  assert.match((await v.operator.proves()).html, /학습자 2명의 기록 3건/);
});

test('the operator’s cookie is HttpOnly, SameSite and, with https, Secure', async (t) => {
  const v = await begin(t);
  const flags = (await v.browser().logsIn(v.secret)).headers.get('set-cookie')!;
  assert.match(flags, /^operator=op_[\w-]{32}; Path=\/v1\/operator; HttpOnly; SameSite=Strict$/);

  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-operator-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const settings = settingsFrom({
    SMS_WEBHOOK_URL: 'http://127.0.0.1:9/',
    SMS_WEBHOOK_SECRET: 'x'.repeat(16),
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
    PUBLIC_URL: 'https://otp.example/v1',
  });
  const { server, store, vault, close } = await openVerifier(settings);
  t.after(close);
  await store.putSite({ id: 'site', name: 'A site', origins: ['https://site.example'] });
  const secret = await newOperator({ store, vault, clock: { now: Date.now } });
  const reply = await server.inject({
    method: 'POST',
    url: '/v1/operator/login',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: `secret=${secret}`,
  });
  assert.match(String(reply.headers['set-cookie']), /; Secure/);
});

test('an operator’s login ends after thirty idle minutes, by logging out, or when the secret is revoked', async (t) => {
  const v = await begin(t);
  const isIn = async () => (await v.operator.opens()).html.includes('김운영');
  v.clock.advance(30 * minute - 1);
  assert.equal(await isIn(), true);
  v.clock.advance(30 * minute - 1);
  assert.equal(await isIn(), true);
  v.clock.advance(30 * minute);
  assert.match((await v.operator.searches()).html, /로그아웃되었습니다/);

  await v.operator.logsIn(v.secret);
  const copied = v.operator.cookie();
  await v.operator.logsOut();
  v.operator.takes(copied);
  assert.equal(await isIn(), false, 'a copy of the cookie is worth nothing any more');

  await v.operator.logsIn(v.secret);
  assert.equal(await isIn(), true);
  await v.store.revokeOperator('site', hashSecret(v.secret), v.clock.now());
  assert.equal(await isIn(), false);
  assert.equal((await v.operator.logsIn(v.secret)).status, 401);
});

test('a guesser is stopped after ten secrets, even with the right one, and admitted again later', async (t) => {
  const v = await begin(t);
  v.clock.advance(minute);
  const guesser = v.browser();
  for (let i = 0; i < 10; i++) assert.equal((await guesser.logsIn(`guess ${i}`)).status, 401);
  const stopped = await guesser.logsIn(v.secret);
  assert.equal(stopped.status, 429);
  assert.equal(stopped.headers.get('retry-after'), '6');
  assert.match(stopped.html, /요청이 너무 많습니다/);
  v.clock.advance(6_000);
  assert.equal((await guesser.logsIn(v.secret)).status, 303);
});

test('another site’s page cannot make an operator log in or search', async (t) => {
  const v = await begin(t);
  const { status, headers, html } = await v.operator.go(
    '/login',
    { secret: v.secret },
    { 'sec-fetch-site': 'cross-site' },
  );
  assert.deepEqual([status, headers.get('set-cookie')], [403, null]);
  assert.doesNotMatch(html, /learner-1/);
  assert.equal((await v.operator.go('', {}, { 'sec-fetch-site': 'same-site' })).status, 403);
  assert.equal((await v.operator.go('', {}, { 'sec-fetch-site': 'same-origin' })).status, 200);
  assert.equal(headers.get('access-control-allow-origin'), null);
});

test('an operator’s searches put no learner into an address or the log, which names the operator', async (t) => {
  const lines: string[] = [];
  const stream = new Writable({ write: (chunk: Buffer, _encoding, done) => (lines.push(chunk.toString()), done()) });
  const v = await begin(t, { logger: { level: 'info', stream } });
  await v.operator.searches({ learner: hong.ref });
  await v.operator.downloads('csv', { learner: hong.ref });
  const { html } = await v.operator.searches({ learner: hong.ref });
  const log = lines.join('');
  for (const secret of [hong.ref, kim.ref, v.secret]) assert.equal(log.includes(secret), false, secret);
  const fingerprint = hashSecret(v.secret).slice(0, 12);
  for (const action of ['search', 'download csv'])
    assert.ok(
      lines.some((line) => line.includes(`"operator":"${fingerprint}","site":"site","action":"${action}"`)),
      action,
    );
  for (const address of v.operator.addresses) assert.doesNotMatch(address, /learner/);
  for (const [form] of html.matchAll(/<form[^>]*>/g)) assert.match(form, /method="post"/);
  for (const [, address] of html.matchAll(/(?:href|src|action)="([^"]*)"/g))
    assert.doesNotMatch(address!, /learner-|\?/);
});

test('an operator’s every access is in the audit log, which a command prints', async (t) => {
  const v = await begin(t);
  await v.operator.opens();
  await v.operator.searches({ learner: hong.ref, from: '2026-03-02' });
  await v.operator.searches({ from: '2026-03-03', to: '2026-03-02' });
  await v.operator.downloads('csv', { course: '=1+1' });
  await v.operator.proves();
  const stranger = v.browser();
  await stranger.searches({ learner: kim.ref });
  const [header, ...entries] = (await operatorText(v, 'audit', 'site')).slice(1).trimEnd().split('\r\n');
  assert.match(header!, /^시각\(한국\),운영자,/);
  const who = `2026-03-03 12:00:10,김운영,${hashSecret(v.secret).slice(0, 12)},127.0.0.1`;
  assert.deepEqual(entries, [
    `${who},search,,,2026-02-02,2026-03-03`,
    `${who},search,${hong.ref},,2026-03-02,`,
    `${who},search,,,2026-02-02,2026-03-03`,
    `${who},download csv,,'=1+1,,`,
    `${who},proof,,,,`,
  ]);
  assert.equal((await operatorText(v, 'audit', 'other')).trimEnd().split('\r\n').length, 1);
});

test('an operator sees nothing while the audit log cannot be written', async (t) => {
  const v = await begin(t, {
    store: (opened) => ({ ...opened, addAuditEntry: () => Promise.reject(new Error('disk full')) }),
  });
  for (const page of [
    await v.operator.opens(),
    await v.operator.searches(),
    await v.operator.downloads('csv'),
    await v.operator.proves(),
  ]) {
    assert.equal(page.status, 500);
    assert.doesNotMatch(page.html, /learner-/);
  }
});

test('the pages have no inline script, style or handler and load nothing from other hosts', async (t) => {
  const v = await begin(t);
  const pages = [
    await v.browser().opens(),
    await v.operator.opens(),
    await v.operator.proves(),
    await v.operator.go('', {}, { 'sec-fetch-site': 'cross-site' }),
  ];
  for (const { html, headers } of pages) {
    assert.match(
      headers.get('content-security-policy')!,
      /^default-src 'none'; script-src 'self'; style-src 'self'; .*frame-ancestors 'none'/,
    );
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=(?!alert\(1\)&gt;)|<script>|undefined/);
    for (const [, address] of html.matchAll(/(?:href|src)="([^"]*)"/g))
      assert.equal((await v.operator.go(address!.replace('/v1/operator', ''))).status, 200, address);
  }
});

test('an operator sees that evidence was changed', async (t) => {
  const v = await begin(t, {
    store: (opened) => ({
      ...opened,
      chain: async (of) =>
        (await opened.chain(of)).map((entry) => (entry.entry === 2 ? { ...entry, status: 'verified' } : entry)),
    }),
  });
  const { html } = await v.operator.proves();
  assert.match(html, /학습자 1명의 기록이 온전하지 않습니다/);
  assert.match(html, /learner-1: entry 2 was changed/);
});

test('an operator who prefers English over Korean reads English pages', async (t) => {
  const v = await begin(t);
  for (const [languages, title] of [
    ['en-US,en;q=0.9', /<html lang="en">/],
    ['vi,en;q=0.9', /lang="en"/],
    ['vi', /lang="ko"/],
    ['ko,en', /lang="ko"/],
    ['', /lang="ko"/],
  ] as const)
    assert.match((await operatorBrowser(v, languages).opens()).html, title, languages);
});

test('an operator who presses Enter in the address bar after a form returns to the page', async (t) => {
  const v = await begin(t);
  for (const path of ['/login', '/logout', '/download', '/proof'])
    assert.equal((await v.operator.go(path)).headers.get('location'), '/v1/operator', path);
});

test('the operator command adds, lists and revokes', async (t) => {
  const v = await begin(t);
  const run = (...args: string[]) => operatorText(v, ...args);
  const fingerprint = hashSecret(v.secret).slice(0, 12);
  const listed = await run('list', 'site');
  assert.match(listed, new RegExp(`${fingerprint}  김운영, since 2026-03-03`));
  assert.equal(listed.includes(v.secret), false);
  assert.match(await run('revoke', 'site', fingerprint), /김운영 is no longer an operator/);
  assert.match(await run('list', 'site'), /revoked/);
  for (const [args, said] of [
    [['add', 'site'], /--name/],
    [['add', 'nowhere', '--name', 'x'], /no site nowhere/],
    [['revoke', 'site', fingerprint], /no operator/],
    [['revoke', 'other', fingerprint], /no operator/],
    [['revoke', 'site'], /fingerprint[^]*Usage/],
    [[], /Usage/],
    [['dance', 'site'], /Usage/],
  ] as const)
    await assert.rejects(run(...args), said);
});
