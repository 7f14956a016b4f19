import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { Problem, problems, type ProblemCode } from 'mo-otp-gate/contract';
import { exam, hong, startVerifier, type Options } from '../support/verifier.js';

async function begin(t: TestContext, options: Options = {}) {
  const v = await startVerifier(options);
  t.after(() => v.close());
  return { ...v, asSite: { authorization: `Bearer ${v.siteSecret}` } };
}

/** Asserts that the reply is exactly this problem; returns it with its headers. */
async function assertProblem(reply: Response, code: ProblemCode) {
  assert.match(reply.headers.get('content-type') ?? '', /^application\/problem\+json/);
  const problem = Problem.parse(await reply.json());
  assert.deepEqual([reply.status, problem.status, problem.code], [problems[code], problems[code], code]);
  return { ...problem, headers: reply.headers };
}

test('a page with an unknown session or challenge gets a problem', async (t) => {
  const v = await begin(t);
  await assertProblem(await v.post('/challenge', { session: 'se_nobody' }), 'unknown-session');
  await assertProblem(
    await v.post('/verify', { challenge: 'ch_none', attempt: 'attempt-1', proof: { code: '123456' } }),
    'unknown-challenge',
  );
});

test('a page that asks for a method that is not offered gets a problem', async (t) => {
  const v = await begin(t);
  for (const method of ['captcha', 'toString', ''])
    await assertProblem(await v.post('/challenge', { session: await v.openSession(), method }), 'unsupported-method');
});

test('a site with an unknown, missing or revoked secret gets a problem', async (t) => {
  const v = await begin(t);
  const body = { learner: hong, checkpoint: exam };
  for (const headers of [
    {},
    { authorization: 'Bearer wrong' },
    { authorization: `Basic ${v.siteSecret}` },
    { authorization: `Bearer ${v.siteSecret}x` },
  ])
    for (const path of ['/sessions', '/siteverify']) {
      const { title, headers: answered } = await assertProblem(
        await v.post(path, body, headers as Record<string, string>),
        'unknown-session',
      );
      assert.match(title, /secret/);
      assert.equal(answered.get('www-authenticate'), 'Bearer');
    }
  assert.equal((await v.post('/sessions', body, v.asSite)).status, 200);
  for (const { hash } of await v.store.secrets('site')) await v.store.revokeSecret('site', hash, 1);
  await assertProblem(await v.post('/sessions', body, v.asSite), 'unknown-session');
});

test('a malformed body gets a problem that names its members without their content', async (t) => {
  const v = await begin(t);
  const { id } = await v.challenge(await v.openSession());
  const wrong: [path: string, body: unknown, named: RegExp][] = [
    ['/challenge', {}, /session/],
    ['/challenge', { session: 'se_1', method: 7 }, /method/],
    ['/challenge', [], /body/],
    ['/challenge', null, /body/],
    ['/verify', { challenge: id, attempt: 'short', proof: {} }, /attempt/],
    ['/verify', { challenge: id, attempt: 'attempt-1', proof: 'secret' }, /proof/],
    ['/verify', { challenge: id, attempt: 'attempt-1', proof: { code: '98765x' } }, /code/],
    ['/verify', { challenge: id, attempt: 'attempt-1', proof: { code: '98765' } }, /code/],
    ['/verify', { challenge: id, attempt: 'attempt-1', proof: { code: '١٢٣٤٥٦' } }, /code/],
    ['/sessions', { learner: { ...hong, name: '' }, checkpoint: exam }, /learner\.name/],
    ['/sessions', { learner: hong, checkpoint: { ...exam, kind: 'party' } }, /checkpoint\.kind/],
    ['/siteverify', { token: '' }, /token/],
    ['/devices/codes', { name: '홍길동', phone: '02-000-0000' }, /phone/],
    ['/devices', { registration: 'rg_1', code: '12345' }, /code/],
    ['/devices/unlock', { device: 'dv_1', attempt: 'a'.repeat(16), proof: 'ABC' }, /proof/],
  ];
  for (const [path, body, named] of wrong) {
    const { detail } = await assertProblem(
      await v.post(path, body, path.startsWith('/s') ? v.asSite : {}),
      'bad-request',
    );
    assert.match(detail ?? '', named, `${path} ${JSON.stringify(body)}`);
    assert.doesNotMatch(detail ?? '', /98765|party|secret|02-000/);
  }
  assert.equal((await v.challenge(await v.openSession())).attemptsLeft, 5);
});

test('truncated JSON, no JSON, another content type and no body get a problem', async (t) => {
  const v = await begin(t);
  const send = (body: string | null, type?: string) =>
    fetch(`${v.url}/challenge`, {
      method: 'POST',
      body,
      ...(type !== undefined && { headers: { 'content-type': type } }),
    });
  for (const [body, type] of [
    ['{"session":', 'application/json'],
    ['', 'application/json'],
    ['<html>', 'application/json'],
    ['{"session":"x"}', 'text/plain'],
    ['session=x', 'application/x-www-form-urlencoded'],
    ['{"session":"x"}', 'nonsense'],
    ['{"__proto__":{}}', 'application/json'],
    [null, undefined],
  ] as const)
    await assertProblem(await send(body, type), 'bad-request');
  assert.match((await assertProblem(await send('{"session":"x"}', 'text/plain'), 'bad-request')).title, /Content-Type/);
});

test('a body over 16 KB gets a problem', async (t) => {
  const v = await begin(t);
  await assertProblem(await v.post('/challenge', { session: 'x'.repeat(16 * 1024) }), 'too-large');
  await assertProblem(
    await v.post('/verify', { challenge: 'x', attempt: 'attempt-1', proof: { code: '1'.repeat(20_000) } }),
    'too-large',
  );
});

test('an unknown address, or a known one with another HTTP method, gets a problem', async (t) => {
  const v = await begin(t);
  for (const [method, path, code] of [
    ['GET', '/challenge', 'bad-request'],
    ['POST', '/nothing', 'unknown-challenge'],
    ['DELETE', '/sessions', 'bad-request'],
    ['GET', '/../../etc/passwd', 'unknown-challenge'],
    // signs that have a meaning in the pattern of a route
    ['OPTIONS', '/devices*%3Ar%7B?', 'unknown-challenge'],
    ['POST', '/devices*:r', 'unknown-challenge'],
    ['POST', '/:any(', 'unknown-challenge'],
    ['GET', '/%', 'bad-request'],
  ] as const)
    await assertProblem(await fetch(v.url + path, { method }), code);
});

test('an internal error is logged and not disclosed to the caller', async (t) => {
  const logged: string[] = [];
  const authority = { check: () => Promise.reject(new Error('the inside story')) };
  const v = await begin(t, {
    authority,
    logger: { level: 'error', stream: { write: (line) => void logged.push(line) } },
  });
  const { id } = await v.challenge(await v.openSession());
  const problem = await assertProblem(
    await v.post('/verify', { challenge: id, attempt: 'attempt-1', proof: { code: '123456' } }),
    'internal',
  );
  assert.doesNotMatch(JSON.stringify(problem), /inside story/);
  assert.match(logged.join(''), /inside story/);
  assert.equal((await v.challenge(await v.openSession())).attemptsLeft, 5);
});

test('replies may not be cached or sniffed', async (t) => {
  const v = await begin(t);
  for (const reply of [
    await v.post('/challenge', { session: await v.openSession() }),
    await v.post('/challenge', {}),
  ]) {
    assert.equal(reply.headers.get('cache-control'), 'no-store');
    assert.equal(reply.headers.get('x-content-type-options'), 'nosniff');
  }
});
