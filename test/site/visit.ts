import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createSite } from '../../demo/site/site.js';
import { SECRET, startStandIn } from './stand-in.js';

/** A site on its own port with a verifier that does as it is told, both gone after the test. */
export async function openSite(
  t: TestContext,
  { secret = SECRET, patience }: { secret?: string; patience?: number } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'mo-otp-gate-site-'));
  const verifier = await startStandIn();
  const log: string[] = [];
  const clock = { time: Date.UTC(2026, 10, 22), now: () => clock.time };
  const start = async () => {
    const server = createSite({
      verifier: verifier.url,
      secret,
      gateAssets: fileURLToPath(new URL('../../loader', import.meta.url)),
      clock,
      cookieSecret: 'a secret that only this test knows',
      folder,
      logger: { level: 'error', stream: { write: (line: string) => void log.push(line) } },
      ...(patience !== undefined && { patience }),
    });
    return { server, url: await server.listen({ port: 0, host: '127.0.0.1' }) };
  };
  let running = await start();
  t.after(async () => {
    await running.server.close();
    await verifier.close();
    await rm(folder, { recursive: true });
  });
  return {
    verifier,
    clock,
    /** What the site told its operator. */
    log,
    get url() {
      return running.url;
    },
    async restart() {
      await running.server.close();
      running = await start();
    },
    /** A browser with nobody logged in. */
    visitor: () => new Visitor(() => running.url),
    /** A browser in which a made-up learner is logged in. */
    async learner(ref = 'learner-1') {
      const visitor = new Visitor(() => running.url);
      await visitor.submit('/login', { learner: ref });
      return visitor;
    },
  };
}

/** A browser as far as servers can tell: it keeps cookies, says its origin, follows nothing by itself. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  constructor(private readonly base: () => string) {}

  async fetch(path: string, init: RequestInit & { headers?: Record<string, string> } = {}) {
    const reply = await fetch(this.base() + path, {
      redirect: 'manual',
      ...init,
      headers: {
        ...(init.method === 'POST' && { origin: this.base() }),
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...init.headers,
      },
    });
    for (const cookie of reply.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      this.cookies.set(name!, value!);
    }
    const text = await reply.text();
    return {
      status: reply.status,
      headers: reply.headers,
      location: reply.headers.get('location'),
      text,
      json: () => JSON.parse(text),
    };
  }

  open = (path: string) => this.fetch(path);
  submit = (path: string, fields: Record<string, string> | FormData) =>
    this.fetch(path, { method: 'POST', body: fields instanceof FormData ? fields : new URLSearchParams(fields) });

  /** What the loader asks before a click goes on. */
  askGate = async (path: string) =>
    (await this.fetch(`/gate${path}`, { headers: { accept: 'application/json' } })).json() as {
      required: boolean;
      session: string;
    };
  /** What the loader hands in after the learner was verified. */
  handIn = (path: string, token: string) =>
    this.fetch(`/gate${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
}
