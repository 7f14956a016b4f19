/** The endpoints for PHP and Flask, run by their own servers and asked over HTTP as the loader asks them. */
import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { hong, kim, lesson, startVerifier, type SetClock, type TestVerifier } from '../support/verifier.js';

const recipes = fileURLToPath(new URL('../../demo/recipes', import.meta.url));
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const without = (command: string, ...args: string[]) =>
  spawnSync(command, args).status === 0 ? false : `${command} ${args.at(-1)} is not on this machine`;
const { course, class: group } = lesson(9);

let verifier: TestVerifier;
let server: ChildProcess;
beforeEach(async () => (verifier = await startVerifier()));
afterEach(async () => {
  server.kill();
  await verifier.close();
});

interface Recipe {
  command: string;
  args: string[];
  /** What the server says its port in. */
  port: RegExp;
  gate(lesson: number): string;
}

/** Starts a site and answers its address. */
async function serve({ command, args, port }: Recipe, verifierUrl = verifier.url): Promise<string> {
  const logins = Object.fromEntries([hong, kim].map((learner) => [learner.ref, { learner, course, class: group }]));
  const env = {
    ...process.env,
    VERIFIER_URL: verifierUrl,
    SITE_SECRET: verifier.siteSecret,
    SITE_ORIGIN: 'http://site.test',
    LOGINS: JSON.stringify(logins),
    RECIPES: recipes,
    PYTHONPATH: join(recipes, 'python'),
    PYTHONDONTWRITEBYTECODE: '1',
  };
  server = spawn(command, args, { env });
  let said = '';
  for (const stream of [server.stdout!, server.stderr!])
    stream.setEncoding('utf8').on('data', (text: string) => void ((said += text), server.emit('said')));
  server.on('exit', () => server.emit('said'));
  for (; !port.test(said); await once(server, 'said')) assert.equal(server.exitCode, null, said);
  return `http://127.0.0.1:${port.exec(said)![1]}`;
}

/** A browser that keeps its cookie. */
class Visitor {
  #cookie = '';
  constructor(readonly address: string) {}
  async ask(path: string, init: RequestInit = {}) {
    const reply = await fetch(this.address + path, {
      ...init,
      headers: { cookie: this.#cookie, ...(init.headers as object) },
    });
    this.#cookie = reply.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie;
    return reply;
  }
  handIn(path: string, token: unknown, type = 'application/json') {
    return this.ask(path, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify({ token }) });
  }
}

async function tell(recipe: Recipe) {
  const address = await serve(recipe);
  const { gate } = recipe;
  const phone = await verifier.registerDevice();
  const mine = new Visitor(address);
  assert.equal((await mine.ask(gate(9))).status, 401, 'nobody is logged in');
  await mine.ask(`/login/${hong.ref}`);
  const due = (await (await mine.ask(gate(9))).json()) as { required: boolean; session: string };
  assert.deepEqual(Object.keys(due).sort(), ['required', 'session'], 'nothing personal reaches the page');
  (verifier.clock as SetClock).advance(60_000);
  const { id } = await verifier.challenge(due.session);
  const verdict = await verifier.verify(id, phone.codeAt(verifier.clock.now()));
  assert.ok(verdict.status === 'verified');

  const other = new Visitor(address);
  await other.ask(`/login/${kim.ref}`);
  for (const token of [undefined, 9, 'forged'])
    assert.ok([400, 403].includes((await mine.handIn(gate(9), token)).status), `not ${token}`);
  assert.equal((await mine.handIn(gate(9), verdict.token, 'text/plain')).status, 415, 'a form of another site');
  assert.equal((await mine.handIn(gate(9), verdict.token)).status, 204);
  assert.deepEqual(await (await mine.ask(gate(9))).json(), { required: false });
  assert.equal(((await (await mine.ask(gate(17))).json()) as { required: boolean }).required, true, 'only there');
  assert.equal((await mine.handIn(gate(17), verdict.token)).status, 403, 'not twice');
  assert.equal(
    ((await (await other.ask(gate(9))).json()) as { required: boolean }).required,
    true,
    'only there, and only this learner',
  );
}

async function tellWithoutVerifier(recipe: Recipe) {
  const learner = new Visitor(await serve(recipe, 'http://127.0.0.1:1'));
  await learner.ask(`/login/${hong.ref}`);
  assert.equal((await learner.ask(recipe.gate(9))).status, 503);
  assert.equal((await learner.handIn(recipe.gate(9), 'x')).status, 503);
}

const sites: Record<string, Recipe & { skip: false | string }> = {
  PHP: {
    command: 'php',
    args: ['-S', '127.0.0.1:0', here('serve.php')],
    port: /http:\/\/127\.0\.0\.1:(\d+)\) started/,
    gate: (number) => `/gate.php?lesson=${number}`,
    skip: without('php', '--version'),
  },
  Flask: {
    command: 'python3',
    args: [here('serve.py')],
    port: /^(\d+)\n/,
    gate: (number) => `/gate/lesson/${number}`,
    skip: without('python3', '-c', 'import flask'),
  },
};
for (const [name, { skip, ...site }] of Object.entries(sites)) {
  test(`${name} lets the right learner in, once, and remembers it`, { skip }, () => tell(site));
  test(`${name} lets nobody in while the verifier is away`, { skip }, () => tellWithoutVerifier(site));
}
