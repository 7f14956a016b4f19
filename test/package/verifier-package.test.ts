/** Both packages as npm installs them into an empty folder, and the verifier's command as a person runs it there. */
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mo-otp-verifier-install-'));
after(() => rmSync(folder, { recursive: true }));

const quiet = { npm_config_audit: 'false', npm_config_fund: 'false', npm_config_prefer_offline: 'true' };
const npm = (args: string[], cwd: string) =>
  execFileSync('npm', [...args, '--ignore-scripts', '--silent'], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...quiet },
  });
const bin = join(folder, 'node_modules/.bin/mo-otp-verifier');
/** The environment of a machine with nothing but Node. */
const bare = { PATH: process.env['PATH'], HOME: folder, VERIFIER_PORT: '0' };
const run = (args: string[], more: Record<string, string> = {}, node = process.execPath) =>
  spawnSync(node, [bin, ...args], { cwd: folder, encoding: 'utf8', env: { ...bare, ...more } });

interface Packed {
  filename: string;
  files: { path: string }[];
}
let packed: Packed;

before(() => {
  const tarballs = ['dist/verifier', '.'].map(
    (path) => (JSON.parse(npm(['pack', '--json', '--pack-destination', folder], join(root, path))) as [Packed])[0],
  );
  packed = tarballs[0]!;
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  npm(['install', ...tarballs.map(({ filename }) => `./${filename}`)], folder);
});

/** Starts the verifier and resolves with its address; what it prints on standard error follows. */
async function start(t: TestContext, variables: Record<string, string> = {}, node = process.execPath) {
  const child: ChildProcess = spawn(node, [bin, 'start'], {
    cwd: folder,
    env: { ...bare, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  let notes = '';
  child.stderr!.on('data', (chunk: Buffer) => (notes += String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  for await (const line of createInterface(child.stdout!)) {
    const url = /^verifier: (\S+)$/.exec(line)?.[1];
    if (url) return { url, child, ended, notes: () => notes };
  }
  throw new Error(`it did not start: ${notes}`);
}

test('the package is plain JavaScript with its own dependencies, without a toolchain', () => {
  const files = packed.files.map(({ path }) => path);
  for (const needed of ['mo-otp-verifier.js', 'package.json', 'npm-shrinkwrap.json', 'LICENSE', 'README.md'])
    assert.ok(files.includes(needed), needed);
  for (const file of files) assert.match(file, /\.(?:js|json|sql|css|eta|md|txt)$|^LICENSE$/);
  const ours = [join(folder, 'node_modules/mo-otp-verifier/node_modules'), join(folder, 'node_modules')]
    .filter(existsSync)
    .flatMap((path) => readdirSync(path));
  for (const tool of ['tsx', 'typescript', 'esbuild', 'rollup']) assert.equal(ours.includes(tool), false, tool);
  const code = files
    .filter((file) => file.endsWith('.js'))
    .map((file) => readFileSync(join(folder, 'node_modules/mo-otp-verifier', file), 'utf8'))
    .join('\n');
  assert.doesNotMatch(code, /from ['"](?:lit|tsx|mo-otp-gate)/);
});

test('with nothing but Node it starts, says what it lacks for production, and stops on a signal', async (t) => {
  const { url, child, ended, notes } = await start(t);
  assert.equal((await fetch(`${url}/readyz`)).status, 200);
  assert.equal((await fetch(`${url}/v1/openapi.json`)).status, 200);
  assert.equal((await fetch(`${url}/v1/operator`)).status, 200);
  const loader = await (await fetch(`${url}/loader.js`)).text();
  const gate = await fetch(`${url}/${/"(assets\/[^"]+)"/.exec(loader)![1]!}`);
  assert.match(gate.headers.get('cache-control')!, /immutable/);
  assert.ok(existsSync(join(folder, 'mo-otp-data/verifier.db')));
  child.kill('SIGTERM');
  assert.equal(await ended, 0);
  assert.match(notes(), /PUBLIC_URL is not set[^]*SMS_WEBHOOK_URL is not set[^]*MASTER_KEY is not set/);
});

test('a site is registered and its secret opens a session', async (t) => {
  const added = run(['site', 'add', 'acme', '--origin', 'http://localhost:3000', '--json']);
  assert.equal(added.status, 0, added.stderr);
  const { secret } = JSON.parse(added.stdout) as { secret: string };
  const { url } = await start(t);
  const opened = await fetch(`${url}/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({
      learner: { ref: 'l1', name: '홍길동', phone: '010-0000-1234' },
      checkpoint: { kind: 'exam', course: 'c', class: '1' },
    }),
  });
  assert.equal(((await opened.json()) as { required: boolean }).required, true);
  assert.match(run(['site', 'list']).stdout, /^acme /);
});

test('every command has help; what is not understood exits with 2, what fails with 1', () => {
  const help = run(['--help']);
  assert.equal(help.status, 0);
  const commands = [...help.stdout.matchAll(/^ {2}([a-z]+) /gm)]
    .map(([, name]) => name!)
    .filter((one) => one !== 'help');
  for (const name of [
    'start',
    'site',
    'secret',
    'switch',
    'operator',
    'keys',
    'evidence',
    'backup',
    'restore',
    'doctor',
  ])
    assert.ok(commands.includes(name), name);
  for (const name of commands) {
    const { status, stdout } = run([name, '--help']);
    assert.deepEqual([status, stdout.startsWith(`Usage: mo-otp-verifier ${name}`)], [0, true], name);
  }
  assert.deepEqual([run(['dance']).status, run(['site', 'dance']).status, run([]).status], [2, 2, 2]);
  const refused = run(['secret', 'list', 'nobody', '--json']);
  assert.equal(refused.status, 1);
  assert.deepEqual(JSON.parse(refused.stderr), { error: 'There is no site nobody.' });
});

test('doctor fails where something is missing, and names it with a remedy', () => {
  const trial = run(['doctor', '--json']);
  const { fit, findings } = JSON.parse(trial.stdout) as { fit: boolean; findings: Record<string, string>[] };
  assert.deepEqual([trial.status, fit], [1, false]);
  for (const { about, fault, remedy } of findings) assert.ok(about && fault && remedy);
  assert.ok(!findings.some(({ about }) => about === 'the gate’s files'));
  assert.ok(findings.some(({ about, level }) => about === 'PUBLIC_URL' && level === 'error'));
  const complete = run(['doctor'], {
    PUBLIC_URL: 'https://otp.example/v1',
    NODE_ENV: 'production',
    SMS_WEBHOOK_URL: 'https://sms.example/',
    SMS_WEBHOOK_SECRET: 'made for this test',
    PHONE_ORIGINS: 'https://phone.example',
    TRUST_PROXY: '127.0.0.1',
  });
  assert.equal(complete.status, 0, complete.stdout);
  assert.match(complete.stdout, /^This verifier is fit for production\.\n {2}! IDENTITY_PROVIDER/);
  assert.ok(
    complete.stdout
      .trimEnd()
      .endsWith(`<script src="https://otp.example/loader.js" data-verifier="https://otp.example/v1" async></script>`),
    complete.stdout,
  );
});

for (const version of ['22', '24'])
  test(`it starts on Node ${version}`, async (t) => {
    const other = join(folder, `node-${version}`);
    try {
      npm(['install', '--prefix', other, `node-linux-${process.arch}@${version}`], folder);
    } catch {
      return t.skip(`Node ${version} cannot be had as a package here`);
    }
    const node = join(other, `node_modules/node-linux-${process.arch}/bin/node`);
    if (!existsSync(node)) return t.skip(`Node ${version} has no build for this machine`);
    assert.match(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout, new RegExp(`^v${version}\\.`));
    const { url } = await start(t, {}, node);
    assert.equal((await fetch(`${url}/readyz`)).status, 200);
    assert.equal(run(['site', 'list', '--json'], {}, node).status, 0);
  });
