import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { asOrigin } from '../../demo/verifier/domain/origin.js';
import { exam, hong, startVerifier, type SetClock } from '../support/verifier.js';

async function begin(t: TestContext) {
  const v = await startVerifier({ origins: ['http://site.test', 'https://www.site.test'] });
  t.after(() => v.close());
  await v.registerSite('other', ['http://other.test']);
  const preflight = (path: string, origin: string, headers = 'content-type') =>
    fetch(v.url + path, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': headers },
    });
  return { ...v, preflight };
}
const allowed = (reply: Response) => reply.headers.get('access-control-allow-origin');

test("learners' pages of registered origins may call, others may not", async (t) => {
  const v = await begin(t);
  for (const path of ['/challenge', '/verify']) {
    for (const origin of ['http://site.test', 'https://www.site.test', 'http://other.test']) {
      const reply = await v.preflight(path, origin);
      assert.deepEqual([reply.status, allowed(reply)], [204, origin]);
      assert.equal(reply.headers.get('access-control-allow-methods'), 'POST');
      assert.equal(reply.headers.get('access-control-allow-headers'), 'content-type');
      assert.equal(reply.headers.get('access-control-allow-credentials'), null);
    }
    for (const origin of [
      'http://evil.test',
      'http://site.test.evil.test',
      'http://site.test:81',
      'null',
      'http://phone.test',
    ])
      assert.equal(allowed(await v.preflight(path, origin)), null, origin);
  }
});

test('a page of a registered origin may send any header, as scripts of a page add some to each request', async (t) => {
  const v = await begin(t);
  for (const path of ['/challenge', '/verify']) {
    const reply = await v.preflight(path, 'http://site.test', 'content-type,traceparent,x-csrf-token');
    assert.deepEqual([reply.status, allowed(reply)], [204, 'http://site.test']);
    assert.equal(reply.headers.get('access-control-allow-headers'), 'content-type,traceparent,x-csrf-token');
    assert.match(reply.headers.get('vary')!, /Access-Control-Request-Headers/i);
    assert.equal(allowed(await v.preflight(path, 'http://evil.test', 'traceparent')), null);
  }
});

test('an origin that is registered later is allowed at once', async (t) => {
  const v = await begin(t);
  await v.registerSite('late', ['http://late.test']);
  assert.equal(allowed(await v.preflight('/challenge', 'http://late.test')), 'http://late.test');
});

test('a removed origin is allowed for at most ten more seconds, its sessions not at all', async (t) => {
  const v = await begin(t);
  const session = await v.openSession(hong, exam);
  const clock = v.clock as SetClock;
  assert.equal(allowed(await v.preflight('/challenge', 'https://www.site.test')), 'https://www.site.test');
  await v.registerSite('site', ['http://site.test']);
  assert.equal((await v.post('/challenge', { session }, { origin: 'https://www.site.test' })).status, 403);
  clock.advance(10_000);
  assert.equal(allowed(await v.preflight('/challenge', 'https://www.site.test')), null);
});

test("no page may call the routes of a site's server", async (t) => {
  const v = await begin(t);
  for (const path of ['/sessions', '/siteverify']) {
    assert.equal(allowed(await v.preflight(path, 'http://site.test', 'content-type,authorization')), null);
    assert.equal(
      allowed(
        await v.post(
          path,
          { learner: hong, checkpoint: exam, token: 'x' },
          { origin: 'http://site.test', authorization: `Bearer ${v.siteSecret}` },
        ),
      ),
      null,
    );
  }
});

test('only the phone app may call the routes of the phone app', async (t) => {
  const v = await begin(t);
  for (const path of ['/devices', '/devices/codes', '/devices/unlock']) {
    assert.equal(allowed(await v.preflight(path, 'http://phone.test')), 'http://phone.test');
    assert.equal(allowed(await v.preflight(path, 'http://site.test')), null);
  }
  assert.equal(
    (await v.post('/devices/codes', { name: '홍길동', phone: '010-0000-1234' }, { origin: 'http://site.test' })).status,
    403,
  );
  assert.equal(v.messages.length, 0);
  assert.equal(
    (await v.post('/devices/codes', { name: '홍길동', phone: '010-0000-1234' }, { origin: 'http://phone.test' }))
      .status,
    200,
  );
});

test('a session works from its own origin only, or from any origin of its site if it names none', async (t) => {
  const v = await begin(t);
  const from = async (session: string, origin?: string) => {
    const headers: Record<string, string> = origin === undefined ? {} : { origin };
    const challenge = await v.post('/challenge', { session }, headers);
    const { id } = await v.challenge(session);
    const verdict = await v.post(
      '/verify',
      { challenge: id, attempt: 'attempt-1', proof: { code: '123456' } },
      headers,
    );
    assert.equal(challenge.status, verdict.status);
    return challenge.status;
  };
  const bound = await v.openSession(hong, exam, { origin: 'http://site.test' });
  const free = await v.openSession();
  assert.deepEqual(
    [
      await from(bound, 'http://site.test'),
      await from(bound, 'https://www.site.test'),
      await from(bound, 'http://other.test'),
      await from(bound, 'null'),
      await from(bound),
    ],
    [200, 403, 403, 403, 200],
  );
  assert.deepEqual(
    [
      await from(free, 'http://site.test'),
      await from(free, 'https://www.site.test'),
      await from(free, 'http://other.test'),
      await from(free),
    ],
    [200, 200, 403, 200],
  );
});

test('a site cannot open a session for another site’s origin', async (t) => {
  const v = await begin(t);
  const reply = await v.post(
    '/sessions',
    { learner: hong, checkpoint: exam, origin: 'http://other.test' },
    { authorization: `Bearer ${v.siteSecret}` },
  );
  assert.deepEqual([reply.status, ((await reply.json()) as { code: string }).code], [403, 'forbidden-origin']);
});

test('an origin is registered only in the form that browsers send', () => {
  for (const origin of ['http://localhost:4173', 'https://site.example']) assert.equal(asOrigin(origin), origin);
  for (const text of [
    'https://site.example/',
    'https://Site.example',
    'https://site.example:443',
    'site.example',
    'null',
    '',
    'ftp://site.example',
    'javascript:1',
  ])
    assert.equal(asOrigin(text), undefined, text);
});
