/** Starts the small site of each recipe as a process of its own. */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChallengePreview } from 'mo-otp-gate/contract';
import { freePort } from '../support/ports.js';
import { tomcat, withoutTomcat } from './tomcat.js';

export const recipes = fileURLToPath(new URL('../../demo/recipes', import.meta.url));
const dist = fileURLToPath(new URL('../../dist', import.meta.url));

/** Why a command is not here, or `false`. */
export const without = (command: string, ...args: string[]): string | false =>
  spawnSync(command, args).status === 0 ? false : `${command} ${args.at(-1)} is not on this machine`;

export interface Recipe {
  /** The command for a port. */
  command(port: number): string[];
  skip: string | false;
  env?: Record<string, string>;
}

const php = (...options: string[]): Pick<Recipe, 'command' | 'skip'> => ({
  command: (port) => ['php', ...options, '-S', `127.0.0.1:${port}`, join(recipes, 'php/site.php')],
  skip: without('php', '--version'),
});

/** A JVM that starts fast instead of running fast. */
const quickStart = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

let classes: string | undefined;
/** The compiled recipe for Java, once per process. */
function javaClasses(): string {
  if (classes) return classes;
  classes = mkdtempSync(join(tmpdir(), 'mo-otp-gate-java-'));
  const files = ['MoOtpGate', 'Json', 'Site'].map((name) => join(recipes, `java/${name}.java`));
  const options = ['-Xlint:all', '-Werror', '-encoding', 'UTF-8', '-d', classes];
  execFileSync('javac', [...quickStart.map((flag) => `-J${flag}`), ...options, ...files], { stdio: 'pipe' });
  process.once('exit', () => rmSync(classes!, { recursive: true, force: true }));
  return classes;
}

export const sites: Record<string, Recipe> = {
  Express: { command: () => [process.execPath, join(recipes, 'node/express-site.mjs')], skip: false },
  Fastify: { command: () => [process.execPath, join(recipes, 'node/fastify-site.mjs')], skip: false },
  Flask: {
    command: () => ['python3', '-B', join(recipes, 'python/flask_site.py')],
    skip: without('python3', '-c', 'import flask'),
  },
  PHP: php(),
  'PHP without curl': php('-d', 'disable_functions=curl_init'),
  Java: {
    command: () => ['java', ...quickStart, '-Dfile.encoding=UTF-8', '-cp', javaClasses(), 'Site'],
    skip: without('javac', '--version'),
  },
  'JSP on Tomcat': { command: tomcat, skip: without('javac', '--version') || withoutTomcat },
  'PHP in EUC-KR': { ...php(), env: { SITE_CHARSET: 'EUC-KR' } },
};

export interface RunningSite {
  origin: string;
  /** The part of its log that has arrived here. */
  log(): string;
  /** Waits until that, from a position on, matches; the matching text. */
  logged(pattern: RegExp, from?: number): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a site; `env` needs VERIFIER_URL, SITE_SECRET and GATE_ASSETS. */
export async function startSite(recipe: Recipe, env: Record<string, string>, at?: number): Promise<RunningSite> {
  const port = at ?? (await freePort());
  const origin = `http://127.0.0.1:${port}`;
  const [command, ...args] = recipe.command(port) as [string, ...string[]];
  const child: ChildProcess = spawn(command, args, {
    env: { ...process.env, PORT: String(port), SITE_ORIGIN: origin, ...recipe.env, ...env },
  });
  let log = '';
  const written = new EventEmitter();
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      written.emit('more');
    });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The site ended: ${log}`);
    const up = await fetch(`${origin}/course`, { signal: AbortSignal.timeout(5_000) }).then(
      ({ status }) => status === 401 || status === 200,
      () => false,
    );
    if (up) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    origin,
    log: () => log,
    async logged(pattern, from = 0) {
      const signal = AbortSignal.timeout(10_000);
      while (!pattern.test(log.slice(from)))
        await once(written, 'more', { signal }).catch(() => {
          throw new Error(`The log has no ${pattern}: ${log.slice(from)}`);
        });
      return log.slice(from);
    },
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** Serves the package's dist folder to pages of other origins. */
export async function serveAssets(): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    readFile(join(dist, basename(request.url!.split('?')[0]!))).then(
      (bytes) =>
        response
          .writeHead(200, { 'content-type': 'text/javascript; charset=utf-8', 'access-control-allow-origin': '*' })
          .end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}

/** A learner's browser as far as the server can tell: it keeps cookies and follows no redirect. */
export class Visitor {
  readonly #cookies = new Map<string, string>();
  constructor(private readonly site: string) {}

  async request(path: string, init: RequestInit & { headers?: Record<string, string> } = {}) {
    const reply = await fetch(this.site + path, {
      redirect: 'manual',
      ...init,
      headers: { cookie: [...this.#cookies].map((pair) => pair.join('=')).join('; '), ...init.headers },
    });
    for (const cookie of reply.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      this.#cookies.set(name!, value!);
    }
    const text = await reply.text();
    return {
      status: reply.status,
      text,
      json: () => JSON.parse(text) as { required: boolean; session: string; preview?: ChallengePreview },
    };
  }

  logIn = (who: 'kim' | 'lee') => this.request(`/login/${who}`);
  /** The loader's two requests. */
  askGate = async (path: string) => (await this.request(`/gate${path}`)).json();
  postToken = (path: string, token: unknown, type = 'application/json') =>
    this.request(`/gate${path}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: JSON.stringify({ token }),
    });
  submit = (path: string) =>
    this.request(path, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: '' });
}
