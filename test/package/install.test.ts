/** The packed package in an app with another patch of Lit 3; every package is packed locally, without a registry. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const litOfTheApp = '3.3.99';
const app = mkdtempSync(join(tmpdir(), 'mo-otp-gate-install-'));
after(() => rmSync(app, { recursive: true }));

interface Manifest {
  version: string;
  dependencies?: Record<string, string>;
}
const manifest = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
const npm = (...args: string[]) =>
  execFileSync('npm', [...args, '--ignore-scripts', '--silent'], { cwd: app, encoding: 'utf8', env: offline }).trim();
const offline = { ...process.env, npm_config_offline: 'true', npm_config_audit: 'false', npm_config_fund: 'false' };

/** A package and everything that it depends on, as folders in this repository's node_modules. */
function withDependencies(name: string, found: Record<string, string> = {}): Record<string, string> {
  if (name in found) return found;
  found[name] = join(root, 'node_modules', name);
  for (const dependency of Object.keys(manifest(found[name]!).dependencies ?? {})) withDependencies(dependency, found);
  return found;
}

/** Versions of a package anywhere below the app's node_modules. */
const installed = (name: string) =>
  readdirSync(join(app, 'node_modules'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path === `${name}/package.json` || path.endsWith(`/node_modules/${name}/package.json`))
    .map((path) => manifest(join(app, 'node_modules', path, '..')).version);

/** Runs a module in the app. */
const run = (code: string) =>
  spawnSync(process.execPath, ['--input-type=module', '--eval', code], { cwd: app, encoding: 'utf8' });

before(() => {
  const folders: Record<string, string> = { ...withDependencies('lit'), zod: join(root, 'node_modules/zod') };
  const lit = join(app, 'sources/lit');
  mkdirSync(lit, { recursive: true });
  cpSync(folders['lit']!, lit, { recursive: true });
  writeFileSync(join(lit, 'package.json'), JSON.stringify({ ...manifest(lit), version: litOfTheApp, scripts: {} }));
  const sources = { ...folders, lit, 'mo-otp-gate': root };
  const packed = npm('pack', ...Object.values(sources)).split('\n');
  const dependencies = Object.fromEntries(Object.keys(sources).map((name, i) => [name, `file:./${packed[i]!}`]));
  writeFileSync(join(app, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
  npm('install');
});

test('the app and the gate share one Lit', () => {
  assert.deepEqual(installed('lit'), [litOfTheApp]);
  assert.deepEqual(installed('lit-html').length, 1);
  const { stdout, stderr } = run(
    "await import('lit'); await import('mo-otp-gate'); console.log(globalThis.litHtmlVersions.length)",
  );
  assert.equal(stdout.trim(), '1', stderr);
});

test('the gate loads without zod, the contract does not', () => {
  rmSync(join(app, 'node_modules/zod'), { recursive: true });
  for (const entry of ['mo-otp-gate', 'mo-otp-gate/define', 'mo-otp-gate/loader', 'mo-otp-gate/locales/en']) {
    const { status, stderr } = run(`await import('${entry}')`);
    assert.equal(status, 0, `${entry}: ${stderr}`);
  }
  assert.match(run("await import('mo-otp-gate/contract')").stderr, /Cannot find package 'zod'/);
});
