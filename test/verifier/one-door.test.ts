/**
 * Nothing opens but by the one door: every route is tried with everything that a caller may hold, while the learner is
 * locked, the method is switched off, the session has expired or a limit is reached.
 */
import assert from 'node:assert/strict';
import diagnostics from 'node:diagnostics_channel';
import { randomUUID } from 'node:crypto';
import { test, type TestContext } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { exam, hong, SetClock, startVerifier, type Options } from '../support/verifier.js';

/** A verifier whose routes are recorded while they are registered, so that a new one is found. */
async function begin(t: TestContext, options: Options = {}) {
  const routes: string[] = [];
  const onOpened = (message: unknown) =>
    (message as { fastify: FastifyInstance }).fastify.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) if (one !== 'HEAD' && one !== 'OPTIONS') routes.push(`${one} ${url}`);
    });
  diagnostics.subscribe('fastify.initialization', onOpened);
  const clock = new SetClock();
  const v = await startVerifier({ clock, metricsToken: 'made for this test', ...options }).finally(() =>
    diagnostics.unsubscribe('fastify.initialization', onOpened),
  );
  t.after(() => v.close());
  const phone = await v.registerDevice();
  const session = await v.openSession(hong, exam, { origin: 'http://site.test' });
  const { id } = await v.challenge(session);
  const other = (await (await v.post('/challenge', { session, method: 'phone' })).json()) as {
    id: string;
    params: { url: string };
  };
  const ticket = new URL(other.params.url).pathname.split('/').at(-1)!;
  return { ...v, clock, routes, phone, session, challenge: id, phoneChallenge: other.id, ticket };
}
type Scene = Awaited<ReturnType<typeof begin>>;

/** Everything that a caller may hold: a right code, ids of session and challenges, a ticket, secrets of nobody. */
const bodyOf = (v: Scene) => ({
  session: v.session,
  challenge: v.challenge,
  attempt: randomUUID(),
  proof: { code: v.phone.codeAt(v.clock.now()) },
  token: 'a.b.c',
  learner: hong,
  checkpoint: exam,
  registration: 'rg_none',
  code: '123456',
  device: v.phone.device,
  secret: 'sk_nobody',
  name: hong.name,
  phone: hong.phone,
  birthDate: '1990-01-01',
});

/** Routes that hand out nothing to who has no secret, whatever their state: pages, files, public keys. */
const harmless = [
  'GET /healthz',
  'GET /readyz',
  'GET /v1/.well-known/jwks.json',
  'GET /v1/openapi.json',
  'GET /v1/verify',
];
/** The parts of replies that open something. */
const opens =
  /"status":"(verified|unlocked|registered)"|"success":true|"token":|otpauth:|"evidence":|text\/csv|"secret":"(?!sk_nobody)/;

/** Sends a request to a route with everything that a caller holds, as JSON, as a form and as a query. */
async function tryDoor(v: Scene, route: string): Promise<string[]> {
  const [method, path] = route.split(' ') as [string, string];
  const values: Record<string, string> = { ticket: v.ticket, number: '0'.repeat(32), '*': 'x' };
  const url = new URL(
    path.replace(/:(\w+)|\*/g, (_, name?: string) => values[name ?? '*'] ?? 'x'),
    v.url,
  );
  const body = bodyOf(v);
  const form = new URLSearchParams(
    Object.entries(body).filter(([, one]) => typeof one === 'string') as [string, string][],
  );
  const requests: [string, RequestInit][] =
    method === 'GET'
      ? [
          [url.href, {}],
          [`${url.href}?${form}`, { headers: { accept: 'text/csv' } }],
        ]
      : [
          [url.href, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }],
          [
            url.href,
            {
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify({ ...body, challenge: v.phoneChallenge, proof: {} }),
            },
          ],
          [url.href, { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: form.toString() }],
        ];
  const found: string[] = [];
  for (const [to, init] of requests) {
    const reply = await fetch(to, { method, redirect: 'manual', ...init });
    const text = `${reply.headers.get('content-type')} ${reply.headers.get('set-cookie') ?? ''} ${await reply.text()}`;
    assert.ok(reply.status < 500 || reply.status === 503, `${route}: ${reply.status} ${text}`);
    found.push(`${reply.status} ${text}`);
  }
  return found;
}

/** The states in which nothing may open. */
const states: Record<string, { options?: Options; enter(v: Scene): Promise<void> }> = {
  'while the learner is locked': {
    async enter(v) {
      for (let i = 0; i < 5; i++) await v.verify(v.challenge, v.phone.wrongCodeAt(v.clock.now()));
    },
  },
  'while every method is switched off': {
    async enter(v) {
      for (const name of ['motp', 'phone', 'ipin', 'captcha', 'web-otp'])
        await v.store.setSwitch({
          site: null,
          kind: 'method',
          name,
          on: false,
          by: 'test',
          reason: 'test',
          at: v.clock.now(),
        });
      v.clock.advance(11_000);
    },
  },
  'after the session has expired': {
    enter: async (v) => v.clock.advance(16 * 60_000),
  },
  'over the limit of requests': {
    options: { limits: { session: 10, learner: 12, address: 12 } },
    async enter(v) {
      for (let i = 0; i < 14; i++) await v.post('/challenge', { session: v.session });
      for (let i = 0; i < 14; i++) await v.post('/challenge', { session: 'se_none' });
      for (let i = 0; i < 14; i++) await v.post('/devices/unlock', {});
    },
  },
};

for (const [state, { options, enter }] of Object.entries(states))
  test(`no route hands out a token, an unlock, a registration or a download ${state}`, async (t) => {
    const v = await begin(t, options);
    assert.ok(v.routes.length > 20, v.routes.join('\n'));
    await enter(v);
    for (const route of new Set(v.routes)) {
      const replies = await tryDoor(v, route);
      if (harmless.includes(route)) continue;
      for (const reply of replies) assert.doesNotMatch(reply, opens, `${route}: ${reply.slice(0, 300)}`);
    }
    const session = await v.store.session(v.session);
    assert.equal(session?.position ?? 0, 0, 'the session has not moved on');
    const found = await v.evidence.entries({ site: 'site', learner: hong.ref }, 1_000);
    assert.equal(found.filter(({ status }) => status === 'verified').length, 0);
  });

test('the same requests open the door when nothing is in the way, so the test can fail', async (t) => {
  const v = await begin(t);
  const opened = new Set<string>();
  for (const route of new Set(v.routes))
    for (const reply of await tryDoor(v, route)) if (opens.test(reply)) opened.add(route);
  assert.ok(opened.has('POST /v1/verify'), [...opened].join(' '));
});
