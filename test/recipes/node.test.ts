/** The endpoints for Express and Fastify, asked over HTTP as the loader asks them. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, test } from 'node:test';
import express from 'express';
import Fastify from 'fastify';
import { tellTheStory, type ServerHalf } from '../support/site-story.js';
import { exam, hong, kim, lesson, startVerifier, type TestVerifier } from '../support/verifier.js';

let verifier: TestVerifier;
beforeEach(async () => {
  verifier = await startVerifier();
  Object.assign(process.env, { VERIFIER_URL: verifier.url, SITE_SECRET: verifier.siteSecret });
});
afterEach(() => verifier.close());

interface SiteRequest {
  headers: Record<string, string | string[] | undefined>;
  originalUrl?: string;
  url?: string;
}
const learners = [hong, kim];
/** The login and the address stand in for a site's own. */
const options = {
  learnerOf: ({ headers }: SiteRequest) => learners.find(({ ref }) => ref === headers['x-login']),
  checkpointOf: ({ originalUrl, url }: SiteRequest) => {
    const [, , kind, number] = (originalUrl ?? url!).split('/');
    return kind === 'lesson' ? lesson(Number(number)) : kind === 'exam' ? exam : undefined;
  },
  origin: 'http://site.test',
};
/** Sessions of the site by their cookie's stand-in. */
const sessionOf = (sessions: Map<string, object>, id = '') => sessions.get(id) ?? sessions.set(id, {}).get(id)!;

const servers: Record<string, () => Promise<{ address: string; close(): Promise<unknown> }>> = {
  async Express() {
    const { gate } = await import('../../demo/recipes/node/express.mjs' as string);
    const sessions = new Map<string, object>();
    const app = express().set('env', 'test'); // logs no error that a story expects
    app.use((request, _reply, next) => {
      Object.assign(request, { session: sessionOf(sessions, request.get('x-session')) });
      next();
    });
    app.use('/gate', gate(options));
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
      address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      close: () => new Promise((resolve) => server.close(resolve)),
    };
  },
  async Fastify() {
    const { gate } = await import('../../demo/recipes/node/fastify.mjs' as string);
    const sessions = new Map<string, object>();
    const app = Fastify();
    app.decorateRequest('session', null as unknown as object);
    app.addHook(
      'onRequest',
      async (request) =>
        void Object.assign(request, { session: sessionOf(sessions, request.headers['x-session'] as string) }),
    );
    await app.register(gate, { prefix: '/gate', ...options });
    return { address: await app.listen({ host: '127.0.0.1', port: 0 }), close: () => app.close() };
  },
};

const path = ({ kind, number }: { kind?: string; number?: number }) => `/gate/${kind}${number ? `/${number}` : ''}`;

for (const [name, start] of Object.entries(servers))
  test(`${name} lets the right learner in, once, and remembers it`, async () => {
    const { address, close } = await start();
    let visits = 0;
    const visit = (learner: { ref?: string }, checkpoint: object, more: RequestInit = {}, session = String(visits++)) =>
      fetch(address + path(checkpoint), {
        ...more,
        headers: { 'x-login': learner.ref ?? '', 'x-session': session, ...(more.headers as object) },
      });
    const handIn = (token: unknown) => ({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    const half: ServerHalf = {
      openSession: async (learner, checkpoint) => (await visit(learner, checkpoint)).json(),
      redeem: async (token, learner, checkpoint) => (await visit(learner, checkpoint, handIn(token))).status === 204,
    };
    await tellTheStory(verifier, half);

    const { session } = (await (await visit(hong, exam, {}, 'mine')).json()) as { session: string };
    assert.deepEqual(
      Object.keys(await (await visit(hong, exam, {}, 'mine')).json()),
      ['required', 'session'],
      'nothing personal reaches the page',
    );
    (verifier.clock as unknown as { advance(ms: number): void }).advance(60_000);
    const { id } = await verifier.challenge(session);
    const phone = await verifier.registerDevice();
    const verdict = await verifier.verify(id, phone.codeAt(verifier.clock.now()));
    assert.ok(verdict.status === 'verified');
    assert.equal((await visit(hong, exam, handIn(verdict.token), 'mine')).status, 204);
    assert.deepEqual(await (await visit(hong, exam, {}, 'mine')).json(), { required: false });
    assert.equal(
      ((await (await visit(hong, lesson(17), {}, 'mine')).json()) as { required: boolean }).required,
      true,
      'only there',
    );

    assert.equal((await visit({}, exam)).status, 401);
    assert.equal((await visit(hong, { kind: 'nowhere' })).status, 404);
    assert.notEqual(
      (await visit(hong, exam, { ...handIn('x'), headers: { 'content-type': 'text/plain' } })).status,
      204,
    );
    assert.ok([400, 403].includes((await visit(hong, exam, handIn(undefined))).status));
    await close();
  });
