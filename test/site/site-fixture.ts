import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../demo/site/database.js';
import { LearningRecords } from '../../demo/site/learning-records.js';
import { createSite, type SiteOptions } from '../../demo/site/site.js';
import { SECRET, startFakeVerifier } from './fake-verifier.js';

/** A site on a free port with a scripted verifier; both are closed after the test. */
export async function openSite(
  t: TestContext,
  { secret = SECRET, ...options }: Pick<Partial<SiteOptions>, 'secret' | 'timeoutMs' | 'openLessonsWhenDown'> = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'mo-otp-gate-site-'));
  const verifier = await startFakeVerifier();
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
      ...options,
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
    /** Lines of the site's log. */
    log,
    get url() {
      return running.url;
    },
    /** The site's records of lessons entered without verification. */
    unverifiedLessons(ref: string) {
      const database = openDatabase(folder);
      try {
        return new LearningRecords(database, clock).unverifiedLessons(ref);
      } finally {
        database.close();
      }
    },
    async restart() {
      await running.server.close();
      running = await start();
    },
    /** A browser without a login. */
    visitor: () => new Visitor(() => running.url),
    /** A browser with a logged-in learner. */
    async learner(ref = 'learner-1') {
      const visitor = new Visitor(() => running.url);
      await visitor.submit('/login', { learner: ref });
      return visitor;
    },
  };
}

/** A minimal browser: keeps cookies, sends `Origin`, follows no redirect. */
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

  /** The loader's request before a click proceeds. */
  askGate = async (path: string) =>
    (await this.fetch(`/gate${path}`, { headers: { accept: 'application/json' } })).json() as {
      required: boolean;
      session: string;
    };
  /** The loader's request after the verification. */
  postToken = (path: string, token: string) =>
    this.fetch(`/gate${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
}
