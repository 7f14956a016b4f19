/** The two calls to the verifier in each language whose runtime is on this machine. */
import { execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import assert from 'node:assert/strict';
import { tellTheStory, type ServerHalf } from '../support/site-story.js';
import { hong, lesson, startVerifier, type SetClock, type TestVerifier } from '../support/verifier.js';

const recipes = fileURLToPath(new URL('../../demo/recipes', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));
const without = (command: string, ...args: string[]) =>
  spawnSync(command, args).status === 0 ? false : `${command} is not on this machine`;

let verifier: TestVerifier;
let folder: string;
beforeEach(async () => {
  verifier = await startVerifier();
  folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-recipes-'));
});
afterEach(async () => {
  await verifier.close();
  rmSync(folder, { recursive: true });
});

const environment = () => ({
  ...process.env,
  VERIFIER_URL: verifier.url,
  SITE_SECRET: verifier.siteSecret,
  PYTHONPATH: join(recipes, 'python'),
  PYTHONDONTWRITEBYTECODE: '1',
});

/** A program that lives as long as the story, as a site's server does: it reads a call a line and writes its answer. */
function server(t: TestContext, command: string, ...args: string[]): ServerHalf {
  const child = spawn(command, args, { env: environment(), stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => child.kill());
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const call = async (name: string, values: unknown[]) => {
    child.stdin.write(`${JSON.stringify({ name, values })}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`${command} ended`);
    return JSON.parse(value as string);
  };
  return { openSession: (...values) => call('open_session', values), redeem: (...values) => call('redeem', values) };
}

/** Starts fast instead of running fast. */
const java = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto'];
const javac = java.map((option) => `-J${option}`);

/**
 * Calls a program with a function's name and its arguments as JSON; asynchronously, because the verifier that answers
 * lives in this process.
 */
function program(command: string, ...args: string[]): ServerHalf {
  const env = environment();
  const call = async (name: string, values: unknown[]) =>
    JSON.parse((await promisify(execFile)(command, [...args, name, JSON.stringify(values)], { env })).stdout);
  return { openSession: (...values) => call('open_session', values), redeem: (...values) => call('redeem', values) };
}

test('in PHP', { skip: without('php', '--version') }, async () => {
  const file = join(folder, 'call.php');
  writeFileSync(
    file,
    `<?php require '${recipes}/php/verifier.php'; echo json_encode(call_user_func_array($argv[1], json_decode($argv[2], true)));`,
  );
  await tellTheStory(verifier, program('php', file));
});

test('in Python', { skip: without('python3', '--version') }, async (t) => {
  const calls = `import json, sys, verifier
for line in sys.stdin:
    call = json.loads(line)
    print(json.dumps(getattr(verifier, call['name'])(*call['values'])), flush=True)`;
  await tellTheStory(verifier, server(t, 'python3', '-c', calls));
});

test('in Java', { skip: without('javac', '--version') }, async (t) => {
  execFileSync(
    'javac',
    [
      ...javac,
      '-Xlint:all',
      '-Werror',
      '-encoding',
      'UTF-8',
      '-d',
      folder,
      ...['Verifier', 'Json'].map((name) => join(recipes, `java/${name}.java`)),
      join(here, 'Call.java'),
    ],
    { stdio: 'pipe' },
  );
  await tellTheStory(verifier, server(t, 'java', ...java, '-Dfile.encoding=UTF-8', '-cp', folder, 'Call'));
});

/** Spring itself is not here: what the recipe uses of it stands in for it, with the signatures of Spring 6. */
test('in Spring', { skip: without('javac', '--version') }, async (t) => {
  const stubs = readdirSync(join(here, 'spring'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.java'))
    .map((file) => join(here, 'spring', file));
  const recipe = ['Verifier', 'Json', 'spring/GateController'].map((name) => join(recipes, `java/${name}.java`));
  execFileSync(
    'javac',
    [...javac, '-Xlint:all', '-Werror', '-parameters', '-encoding', 'UTF-8', '-d', folder, ...recipe, ...stubs],
    { stdio: 'pipe' },
  );
  const { openSession, redeem } = server(t, 'java', ...java, '-Dfile.encoding=UTF-8', '-cp', folder, 'CallController');
  const ninth = lesson(9);
  const phone = await verifier.registerDevice();
  const { required, session } = await openSession(hong, ninth, 'http://site.test');
  assert.equal(required, true);
  const { id } = await verifier.challenge(session!);
  (verifier.clock as SetClock).advance(60_000);
  const verdict = await verifier.verify(id, phone.codeAt(verifier.clock.now()));
  assert.ok(verdict.status === 'verified');
  assert.equal(await redeem(verdict.token, hong, ninth), true);
  assert.equal(await redeem(verdict.token, hong, ninth), false, 'twice');
  assert.equal(await redeem('forged', hong, ninth), false, 'forged');
});

test('the JSP compiles but for its container', { skip: without('javac', '--version') }, () => {
  const [, code] = /--%><%\n([^]*)%>/.exec(readFileSync(join(recipes, 'java/jsp/gate.jsp'), 'utf8'))!;
  const stub = `interface Session { Object getAttribute(String name); void setAttribute(String name, Object value); }
    interface Response { void setHeader(String name, String value); void setStatus(int status); }
    interface Request { String getParameter(String name); String getMethod(); String getContentType(); java.io.Reader getReader() throws java.io.IOException; }
    interface Application { void log(String line); }`;
  const page = join(folder, 'Page.java');
  writeFileSync(
    page,
    `import java.util.*;\n${stub}\nclass Page { void serve(Session session, Request request, Response response, Application application, java.io.PrintWriter out) throws Exception {\n${code}}}`,
  );
  const { status, stderr } = spawnSync(
    'javac',
    [
      ...javac,
      '-encoding',
      'UTF-8',
      '-d',
      folder,
      '-cp',
      folder,
      page,
      ...['Verifier', 'Json'].map((name) => join(recipes, `java/${name}.java`)),
    ],
    { encoding: 'utf8' },
  );
  assert.equal(status, 0, stderr);
});
