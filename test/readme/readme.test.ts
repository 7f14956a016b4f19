/** What the README promises is tried: its commands exist, its links lead somewhere, its snippets run. */
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { tellTheStory, type ServerHalf } from '../support/site-story.js';
import { startVerifier, type TestVerifier } from '../support/verifier.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const { scripts, devDependencies, dependencies } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
) as Record<string, Record<string, string>>;
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp('```' + language + '\\n([^]*?)```', 'g'))].map(([, code]) => code!);
const snippet = (language: string, words: string) => blocks(language).find((code) => code.includes(words))!;

let verifier: TestVerifier;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-readme-'));
  verifier = await startVerifier();
});
afterEach(async () => {
  await verifier.close();
  rmSync(folder, { recursive: true });
});

test('every npm command of the README is a script of the package', () => {
  const commands = blocks('sh')
    .flatMap((block) => block.trim().split('\n'))
    .concat([...readme.matchAll(/`(npm [^`]+)`/g)].map(([, command]) => command!));
  assert.ok(commands.length > 8);
  for (const command of commands) {
    const name = /^npm (?:run (?:-s )?)?(\S+)/.exec(command)![1]!;
    assert.ok(name === 'ci' || scripts![name], command);
  }
});

test('every dependency is there for a reason that the README gives', () => {
  const reasons = readme.slice(readme.indexOf('| dependency | why |'));
  for (const name of Object.keys({ ...dependencies, ...devDependencies }))
    if (!name.startsWith('@types/'))
      assert.ok(
        reasons.includes(`\`${name}\``) || reasons.includes(`\`${name.replace(/^@web\/test-runner/, '')}\``),
        name,
      );
});

test('the endpoint in Node works as written', async () => {
  Object.assign(process.env, { VERIFIER_URL: verifier.url, SITE_SECRET: verifier.siteSecret });
  const file = join(folder, 'gate.mjs');
  writeFileSync(file, snippet('js', 'siteverify'));
  await tellTheStory(verifier, (await import(pathToFileURL(file).href)) as ServerHalf);
});

const php = spawnSync('php', ['--version']).status === 0;
test('the endpoint in PHP works as written', { skip: php ? false : 'PHP is not on this machine' }, async () => {
  const file = join(folder, 'gate.php');
  writeFileSync(
    file,
    `${snippet('php', 'siteverify')}\necho json_encode(call_user_func_array($argv[1], json_decode($argv[2], true)));\n`,
  );
  const env = { ...process.env, VERIFIER_URL: verifier.url, SITE_SECRET: verifier.siteSecret };
  // asynchronously, because the verifier that answers lives in this process
  const call = async (name: string, ...args: unknown[]) =>
    JSON.parse((await promisify(execFile)('php', [file, name, JSON.stringify(args)], { env })).stdout);
  await tellTheStory(verifier, {
    openSession: (...args) => call('open_session', ...args),
    redeem: (...args) => call('redeem', ...args),
  });
});

test('the module snippets are whole: they parse', () => {
  for (const code of blocks('js')) {
    const file = join(folder, 'snippet.mjs');
    writeFileSync(file, code);
    execFileSync(process.execPath, ['--check', file]);
  }
});
