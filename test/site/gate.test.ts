import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSite } from './site-fixture.js';

const course = { course: 'OFFICE-SECURITY', class: 'OFFICE-SECURITY,2026-11' };

test('a lesson without a due check opens, and its link proceeds at once', async (t) => {
  const site = await openSite(t);
  site.verifier.required = () => false;
  const learner = await site.learner();
  assert.deepEqual(await learner.askGate('/lesson/2'), { required: false });
  assert.equal((await learner.open('/lesson/2')).status, 200);
});

test('the verifier receives learner and checkpoint, the browser only the session', async (t) => {
  const site = await openSite(t);
  const learner = await site.learner();
  const answer = await learner.askGate('/lesson/9');
  assert.deepEqual(Object.keys(answer), ['required', 'session']);
  assert.deepEqual(site.verifier.sessions.get(answer.session), {
    learner: { ref: 'learner-1', name: '홍길동', phone: '010-0000-1001', birthDate: '1990-01-01' },
    checkpoint: { kind: 'lesson', ...course, number: 9, title: '내 컴퓨터 점검하기' },
    origin: site.url,
  });
});

test('the page also gets the preview of the first challenge, which names neither person nor number', async (t) => {
  const site = await openSite(t);
  const preview = {
    method: 'motp',
    params: { digits: 6, period: 60 },
    offers: ['motp', 'a method of the future'],
    checkpoint: { kind: 'lesson' as const, number: 9, step: { n: 1, of: 1 } },
    attemptsLeft: 5,
  };
  site.verifier.preview = preview;
  const learner = await site.learner();
  const answer = await learner.askGate('/lesson/9');
  assert.deepEqual(answer, { required: true, session: answer.session, preview });
});

test('a typed address shows the page that explains and offers the gate', async (t) => {
  const site = await openSite(t);
  const learner = await site.learner();
  for (const path of ['/lesson/9', '/evaluation', '/exam']) {
    const page = await learner.open(path);
    assert.equal(page.status, 403);
    assert.match(page.text, /본인인증이 필요합니다/);
    assert.ok(page.text.includes(`href="${path}" data-mo-otp-gate="/gate${path}"`));
  }
});

test('a verification grants entry to this lesson for this login', async (t) => {
  const site = await openSite(t);
  const learner = await site.learner();
  const { session } = await learner.askGate('/lesson/9');
  const granted = await learner.postToken('/lesson/9', site.verifier.token(session));
  assert.equal(granted.status, 204);
  assert.equal((await learner.open('/lesson/9')).status, 200);
  assert.equal((await learner.open('/lesson/9')).status, 200);
  assert.deepEqual(await learner.askGate('/lesson/9'), { required: false });
  assert.equal((await learner.open('/lesson/8')).status, 403);
  const elsewhere = await site.learner();
  assert.equal((await elsewhere.open('/lesson/9')).status, 403);
  await learner.submit('/logout', {});
  await learner.submit('/login', { learner: 'learner-1' });
  assert.equal((await learner.open('/lesson/9')).status, 403);
});

test('a grant of a day opens every lesson until it ends, and nothing else', async (t) => {
  const site = await openSite(t);
  const learner = await site.learner();
  const { session } = await learner.askGate('/lesson/9');
  site.verifier.grant = { scope: 'day', expiresIn: 3600 };
  await learner.postToken('/lesson/9', site.verifier.token(session));
  for (const path of ['/lesson/9', '/lesson/10', '/lesson/1']) assert.equal((await learner.open(path)).status, 200);
  assert.deepEqual(await learner.askGate('/lesson/10'), { required: false });
  assert.equal((await learner.open('/exam')).status, 403);
  site.clock.time += 3600_000 - 1;
  assert.equal((await learner.open('/lesson/10')).status, 200);
  site.clock.time += 1;
  assert.equal((await learner.open('/lesson/10')).status, 403);
});

test('grants of one entry and of a lesson for good open that checkpoint only', async (t) => {
  for (const scope of ['entry', 'once'] as const) {
    const site = await openSite(t);
    const learner = await site.learner();
    const { session } = await learner.askGate('/lesson/9');
    site.verifier.grant = { scope, expiresIn: 3600 };
    await learner.postToken('/lesson/9', site.verifier.token(session));
    assert.equal((await learner.open('/lesson/9')).status, 200);
    assert.equal((await learner.open('/lesson/10')).status, 403);
    site.clock.time += 3600_000;
    assert.equal((await learner.open('/lesson/9')).status, 403);
  }
});

test('a page sends a dry request, which opens no session; every visit follows the current policy', async (t) => {
  const site = await openSite(t);
  site.verifier.required = () => false;
  const learner = await site.learner();
  assert.equal((await learner.open('/lesson/2')).status, 200);
  site.verifier.required = () => true;
  assert.equal((await learner.open('/lesson/2')).status, 403);
  assert.equal(site.verifier.sessions.size, 0);
  assert.deepEqual(
    site.verifier.dry.map(({ checkpoint, origin }) => [checkpoint.number, origin]),
    [
      [2, site.url],
      [2, site.url],
    ],
  );
});

for (const kind of ['evaluation', 'exam'])
  test(`one entry into the ${kind} covers reloads until it is submitted, the next needs verification`, async (t) => {
    const site = await openSite(t);
    const learner = await site.learner();
    const { session } = await learner.askGate(`/${kind}`);
    assert.equal((await learner.postToken(`/${kind}`, site.verifier.token(session))).status, 204);
    const entry = await learner.open(`/${kind}`);
    assert.equal(entry.status, 303);
    assert.equal((await learner.open(entry.location!)).status, 200);
    assert.equal((await learner.open(entry.location!)).status, 200);
    assert.equal((await learner.open(`/${kind}`)).location, entry.location, 'the same assessment');
    assert.deepEqual(await learner.askGate(`/${kind}`), { required: false });
    assert.equal((await learner.submit(entry.location!, { q1: '0' })).location, entry.location);
    assert.equal((await learner.open(entry.location!)).status, 200, 'the result');
    assert.equal((await learner.open(`/${kind}`)).status, 403);
    assert.equal((await learner.askGate(`/${kind}`)).required, true);
    const elsewhere = await site.learner();
    assert.equal((await elsewhere.open(entry.location!)).location, `/${kind}`, 'another learner with the address');
  });

test('an open exam needs verification again when its grant has ended, and is submitted all the same', async (t) => {
  const site = await openSite(t);
  const learner = await site.learner();
  const enter = async () => {
    const { session } = await learner.askGate('/exam');
    await learner.postToken('/exam', site.verifier.token(session));
    return (await learner.open('/exam')).location!;
  };
  const exam = await enter();
  site.clock.time += 4 * 3600_000;
  assert.equal((await learner.open(exam)).status, 403);
  assert.equal(await enter(), exam, 'the answers of before are continued');
  site.clock.time += 4 * 3600_000;
  await learner.submit(exam, { q1: '1' });
  assert.match((await learner.open(exam)).text, /점/);
});

test('concurrent entries into an exam open one assessment', async (t) => {
  const site = await openSite(t);
  const learner = await site.learner();
  const { session } = await learner.askGate('/exam');
  await learner.postToken('/exam', site.verifier.token(session));
  const replies = await Promise.all([1, 2, 3].map(() => learner.open('/exam')));
  assert.deepEqual(new Set(replies.map(({ status }) => status)), new Set([303]));
  assert.equal(new Set(replies.map(({ location }) => location)).size, 1);
});

test('a HEAD request enters no exam', async (t) => {
  const site = await openSite(t);
  const learner = await site.learner();
  const { session } = await learner.askGate('/exam');
  await learner.postToken('/exam', site.verifier.token(session));
  assert.equal((await learner.fetch('/exam', { method: 'HEAD' })).status, 404);
  assert.equal((await learner.open('/exam')).status, 303);
});

const somebodyElse = { ref: 'learner-2', name: '홍길동', phone: '010-0000-1001' };
const lesson9 = { kind: 'lesson', ...course, number: 9 } as const;
const foreign = {
  'another learner': { learner: somebodyElse },
  'another lesson': { checkpoint: { ...lesson9, number: 17 } },
  'no lesson in particular': { checkpoint: { kind: 'lesson', ...course } },
  'another kind': { checkpoint: { ...lesson9, kind: 'evaluation' } },
  'another course': { checkpoint: { ...lesson9, course: 'OTHER' } },
  'another class': { checkpoint: { ...lesson9, class: 'OFFICE-SECURITY,2026-10' } },
} as const;
for (const [whose, instead] of Object.entries(foreign))
  test(`a token of ${whose} grants no entry`, async (t) => {
    const site = await openSite(t);
    const learner = await site.learner();
    const { session } = await learner.askGate('/lesson/9');
    const refused = await learner.postToken('/lesson/9', site.verifier.token(session, instead));
    assert.equal(refused.status, 403);
    assert.match(refused.headers.get('content-type')!, /^application\/problem\+json/);
    assert.match(refused.json().title, /다른 분 또는 다른 학습/);
    assert.equal((await learner.open('/lesson/9')).status, 403);
  });

test('a forged token grants no entry', async (t) => {
  const site = await openSite(t);
  const learner = await site.learner();
  const refused = await learner.postToken('/lesson/9', 'made-up');
  assert.equal(refused.status, 403);
  assert.match(refused.json().title, /확인할 수 없는 인증/);
  assert.equal((await learner.open('/lesson/9')).status, 403);
});

test('an expired token grants no entry', async (t) => {
  const site = await openSite(t);
  const learner = await site.learner();
  const { session } = await learner.askGate('/lesson/9');
  const token = site.verifier.token(session);
  site.verifier.expire(token);
  const refused = await learner.postToken('/lesson/9', token);
  assert.equal(refused.status, 403);
  assert.match(refused.json().title, /오래되어/);
  assert.equal((await learner.open('/lesson/9')).status, 403);
});

test('a token grants one entry', async (t) => {
  const site = await openSite(t);
  const learner = await site.learner();
  const { session } = await learner.askGate('/exam');
  const token = site.verifier.token(session);
  assert.equal((await learner.postToken('/exam', token)).status, 204);
  const entry = await learner.open('/exam');
  assert.equal(entry.status, 303);
  await learner.submit(entry.location!, {});
  const refused = await learner.postToken('/exam', token);
  assert.equal(refused.status, 403);
  assert.match(refused.json().title, /이미 사용한 인증/);
  assert.equal((await learner.open('/exam')).status, 403);
});

test('the page shows once why the last token was refused', async (t) => {
  const site = await openSite(t);
  const learner = await site.learner();
  await learner.postToken('/lesson/9', 'made-up');
  assert.match((await learner.open('/lesson/9')).text, /확인할 수 없는 인증/);
  assert.doesNotMatch((await learner.open('/lesson/9')).text, /확인할 수 없는 인증/);
});

test('a refused token revokes no grant', async (t) => {
  const site = await openSite(t);
  const learner = await site.learner();
  const { session } = await learner.askGate('/lesson/9');
  await learner.postToken('/lesson/9', site.verifier.token(session));
  await learner.postToken('/lesson/9', 'made-up');
  assert.equal((await learner.open('/lesson/9')).status, 200);
});

test('another site cannot post a token for a learner', async (t) => {
  const site = await openSite(t);
  const learner = await site.learner();
  const { session } = await learner.askGate('/lesson/9');
  const body = JSON.stringify({ token: site.verifier.token(session) });
  const json = { 'content-type': 'application/json' };
  const post = async (headers: Record<string, string>) =>
    (await learner.fetch('/gate/lesson/9', { method: 'POST', headers, body })).status;
  assert.equal(await post({ ...json, origin: 'https://elsewhere.example' }), 403);
  assert.equal(await post({ ...json, origin: 'null' }), 403);
  // what a form can send without asking
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
    assert.equal(await post({ 'content-type': type }), 415, type);
  assert.equal((await learner.open('/lesson/9')).status, 403);
});

test('an unusable request to the gate endpoint is a problem with a sentence', async (t) => {
  const site = await openSite(t);
  const visitor = site.visitor();
  assert.equal((await visitor.open('/gate/lesson/9')).status, 401);
  assert.equal((await visitor.postToken('/lesson/9', 'any')).status, 401);
  const learner = await site.learner();
  for (const nowhere of [
    '/lesson/0',
    '/lesson/18',
    '/lesson/09',
    '/lesson/x',
    '/lesson',
    '/exam/1',
    '/enrolment',
    '/constructor',
  ])
    assert.equal((await learner.open(`/gate${nowhere}`)).status, 404, nowhere);
  for (const body of [
    '{}',
    '{"token":""}',
    '{"token":9}',
    '[]',
    'null',
    '{',
    JSON.stringify({ token: 'x'.repeat(9000) }),
  ]) {
    const refused = await learner.fetch('/gate/exam', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    assert.equal(refused.status, 400, body.slice(0, 20));
    assert.match(refused.headers.get('content-type')!, /^application\/problem\+json/);
    assert.match(refused.json().title, /[가-힣]/);
  }
});
