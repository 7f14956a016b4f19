/** The two calls to the verifier in each language whose runtime is on this machine. */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import assert from 'node:assert/strict';
import { tellTheStory, type ServerHalf } from '../support/site-story.js';
import { startVerifier, type TestVerifier } from '../support/verifier.js';

const recipes = fileURLToPath(new URL('../../demo/recipes', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));
const without = (command: string, ...args: string[]) => (spawnSync(command, args).status === 0 ? false : `${command} is not on this machine`);

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

/** Calls a program with a function's name and its arguments as JSON; asynchronously, because the verifier that answers lives in this process. */
function program(command: string, ...args: string[]): ServerHalf {
  const env = { ...process.env, VERIFIER_URL: verifier.url, SITE_SECRET: verifier.siteSecret, PYTHONPATH: join(recipes, 'python'), PYTHONDONTWRITEBYTECODE: '1' };
  const call = async (name: string, values: unknown[]) => JSON.parse((await promisify(execFile)(command, [...args, name, JSON.stringify(values)], { env })).stdout);
  return { openSession: (...values) => call('open_session', values), redeem: (...values) => call('redeem', values) };
}

test('in PHP', { skip: without('php', '--version') }, async () => {
  const file = join(folder, 'call.php');
  writeFileSync(file, `<?php require '${recipes}/php/verifier.php'; echo json_encode(call_user_func_array($argv[1], json_decode($argv[2], true)));`);
  await tellTheStory(verifier, program('php', file));
});

test('in Python', { skip: without('python3', '--version') }, async () => {
  await tellTheStory(verifier, program('python3', '-c', 'import json, sys, verifier; print(json.dumps(getattr(verifier, sys.argv[1])(*json.loads(sys.argv[2]))))'));
});

test('in Java', { skip: without('javac', '--version') }, async () => {
  execFileSync('javac', ['-Xlint:all', '-Werror', '-encoding', 'UTF-8', '-d', folder, ...['Verifier', 'Json'].map((name) => join(recipes, `java/${name}.java`)), join(here, 'Call.java')], { stdio: 'pipe' });
  await tellTheStory(verifier, program('java', '-Dfile.encoding=UTF-8', '-cp', folder, 'Call'));
});

test('the rest of PHP parses', { skip: without('php', '--version') }, () => {
  execFileSync('php', ['-l', join(recipes, 'php/gate.php')]);
});

test('the rest of Python parses', { skip: without('python3', '--version') }, () => {
  execFileSync('python3', ['-c', 'import ast, sys; ast.parse(open(sys.argv[1], encoding="utf-8").read())', join(recipes, 'python/gate.py')]);
});

/** Reads Java without the libraries that it imports; answers what the compiler says of its form. */
const parseJava = (file: string) => spawnSync('javac', ['-encoding', 'UTF-8', '-proc:none', '-XDshould-stop.ifError=PARSE', '-XDshould-stop.ifNoError=PARSE', '-d', folder, file], { encoding: 'utf8' });

test('the rest of Java parses', { skip: without('javac', '--version') }, () => {
  const broken = join(folder, 'Broken.java');
  writeFileSync(broken, 'class Broken { void f( { } }');
  assert.notEqual(parseJava(broken).status, 0);
  const spring = parseJava(join(recipes, 'java/spring/GateController.java'));
  assert.equal(spring.status, 0, spring.stderr);
});

test('the JSP compiles but for its container', { skip: without('javac', '--version') }, () => {
  const [, code] = /--%><%\n([^]*)%>/.exec(readFileSync(join(recipes, 'java/jsp/gate.jsp'), 'utf8'))!;
  const stub = `interface Session { Object getAttribute(String name); void setAttribute(String name, Object value); }
    interface Response { void setHeader(String name, String value); void setStatus(int status); }
    interface Request { String getParameter(String name); String getMethod(); String getContentType(); java.io.Reader getReader() throws java.io.IOException; }
    interface Application { void log(String line); }`;
  const page = join(folder, 'Page.java');
  writeFileSync(page, `import java.util.*;\n${stub}\nclass Page { void serve(Session session, Request request, Response response, Application application, java.io.PrintWriter out) throws Exception {\n${code}}}`);
  const { status, stderr } = spawnSync('javac', ['-encoding', 'UTF-8', '-d', folder, '-cp', folder, page, ...['Verifier', 'Json'].map((name) => join(recipes, `java/${name}.java`))], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});
