/** The container's files: the steps of the image run without Docker. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { freePort } from '../support/ports.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const deploy = join(root, 'demo/verifier/deploy');
const read = (file: string) => readFileSync(file, 'utf8');
const settings = new Set(
  [...read(join(root, 'demo/verifier/settings.ts')).matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name!),
);

/** The instructions of the image itself; the stage before it only builds. */
const instructions = read(join(deploy, 'Dockerfile'))
  .split(/^FROM /m)
  .at(-1)!
  .split('\n')
  .flatMap((line) => [...line.matchAll(/^([A-Z]+) (.*)$/g)].map(([, name, rest]) => ({ name: name!, rest: rest! })));
const all = (name: string) => instructions.filter((one) => one.name === name).map(({ rest }) => rest);
const environment = Object.fromEntries(
  all('ENV').flatMap((line) => line.split(' ').map((pair) => pair.split('=') as [string, string])),
);
const command = [...all('ENTRYPOINT'), ...all('CMD')].flatMap((json) => JSON.parse(json) as string[]);
const healthcheck = JSON.parse(/^CMD (.*)$/.exec(all('HEALTHCHECK')[0]!)![1]!) as string[];

const manifest = JSON.parse(read(join(root, 'package.json'))) as Record<
  'dependencies' | 'devDependencies' | 'overrides',
  Record<string, string>
>;
const image = JSON.parse(read(join(root, 'demo/verifier/package.json'))) as typeof manifest;

test('the package has exactly the dependencies that the verifier imports, in the project’s versions', () => {
  const sources = ['demo/verifier', 'widget/methods'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(root, folder, file)),
  );
  const verifiers = sources
    .filter((file) => /(demo\/verifier\/.*|wire)\.ts$/.test(file))
    .map(read)
    .join('\n');
  const imported = [
    ...verifiers.matchAll(/(?:^(?:import|export|}).* from |(?:resolve|import)\()['`]((?:@[\w-]+\/)?[\w-]+)/gm),
  ].map(([, name]) => name!);
  assert.deepEqual(
    Object.keys(image.dependencies),
    [...new Set(imported)].filter((name) => !['node', 'mo-otp-gate'].includes(name)).sort(),
  );
  for (const [name, version] of Object.entries(image.dependencies))
    assert.equal(version, manifest.dependencies[name] ?? manifest.devDependencies[name], name);
  // npm ci of the image and npm sbom refuse a lock file that lacks the overrides it was made with
  for (const [name, version] of Object.entries(image.overrides)) assert.equal(version, manifest.overrides[name], name);
  assert.deepEqual(image.overrides, { cookie: manifest.overrides['cookie'] });
});

test('every variable that the files set is a setting', () => {
  const { services, volumes } = parse(read(join(deploy, 'compose.yaml'))) as {
    services: Record<
      string,
      { build?: { context: string; dockerfile: string }; environment: object; depends_on?: object; volumes?: string[] }
    >;
    volumes: object;
  };
  const { verifier, database } = services;
  const named = [
    ...Object.keys(environment),
    ...Object.keys(verifier!.environment),
    ...[...read(join(deploy, 'compose.yaml')).matchAll(/\b(?!POSTGRES_)([A-Z]+_[A-Z_]+)\b/g)].map(([, name]) => name!),
  ];
  assert.ok(named.length > 10);
  for (const name of named) assert.ok(settings.has(name), name);
  const context = resolve(deploy, verifier!.build!.context);
  assert.equal(resolve(context, verifier!.build!.dockerfile), join(deploy, 'Dockerfile'));
  for (const service of Object.keys(verifier!.depends_on!)) assert.ok(services[service], service);
  for (const volume of database!.volumes!) assert.ok(volume.split(':')[0]! in volumes, volume);
});

test('every setting that the verifier page names exists', () => {
  for (const [, name] of read(join(root, 'demo/docs/verifier.md')).matchAll(/`([A-Z]+_[A-Z_]+)[`=]/g))
    assert.ok(settings.has(name!), name);
});

test('the steps of the image start a verifier that reports readiness and stops on a signal', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-image-'));
  for (const line of all('COPY')) {
    const [from, source, target] = line.split(' ');
    assert.deepEqual([from, target], ['--from=build', './']);
    cpSync(join(root, source!.replace('/build/', '')), folder, { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules')); // instead of `npm ci`
  const data = join(folder, 'data');
  mkdirSync(data);
  const unprivileged = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  if (unprivileged.uid !== undefined)
    for (const path of [folder, data]) chownSync(path, unprivileged.uid, unprivileged.gid);

  const env = {
    PATH: process.env['PATH'],
    ...environment,
    DATA_DIR: data,
    VERIFIER_HOST: '127.0.0.1',
    VERIFIER_PORT: String(await freePort('127.0.0.1')),
    LOG_LEVEL: 'silent',
    DRAIN_SECONDS: '0',
    PUBLIC_URL: 'https://otp.example/v1',
    SMS_WEBHOOK_URL: 'http://127.0.0.1:9/',
    SMS_WEBHOOK_SECRET: 'made for this test',
    IDENTITY_PROVIDER: 'portone',
    PORTONE_STORE_ID: 'store',
    PORTONE_CHANNEL_KEY: 'channel',
    PORTONE_API_SECRET: 'made for this test, too',
  };
  const [node, ...args] = command;
  assert.equal(node, 'node');
  const healthy = () => spawnSync(process.execPath, healthcheck.slice(1), { env, encoding: 'utf8' }).status;
  assert.equal(healthy(), 1);
  const verifier = spawn(process.execPath, args, {
    ...unprivileged,
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => {
    verifier.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });
  const ended = new Promise((resolve) => verifier.once('exit', resolve));
  for await (const line of createInterface(verifier.stdout)) if (line.startsWith('verifier: ')) break;
  assert.equal(healthy(), 0);
  assert.ok(existsSync(join(data, 'verifier.db')));
  verifier.kill('SIGTERM');
  assert.equal(await ended, 0);
});

test('in production it refuses the sandbox provider and names the setting', () => {
  const { status, stderr } = spawnSync(process.execPath, command.slice(1), {
    cwd: join(root, 'dist/verifier'),
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      ...environment,
      DATA_DIR: join(tmpdir(), 'mo-otp-gate-never'),
      PUBLIC_URL: 'https://otp.example/v1',
      IDENTITY_PROVIDER: 'sandbox',
      MASTER_KEY: Buffer.alloc(32).toString('base64'),
    },
  });
  rmSync(join(tmpdir(), 'mo-otp-gate-never'), { recursive: true, force: true });
  assert.equal(status, 1);
  assert.match(stderr, /IDENTITY_PROVIDER/);
});
