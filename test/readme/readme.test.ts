/** What the README promises is tried: its commands exist, its links lead somewhere, its snippets run. */
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { exam, hong, kim, startVerifier, type TestVerifier } from '../support/verifier.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const { scripts, devDependencies, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
const blocks = (language: string) => [...readme.matchAll(new RegExp('```' + language + '\\n([^]*?)```', 'g'))].map(([, code]) => code!);
const snippet = (language: string, words: string) => blocks(language).find((code) => code.includes(words))!;

let verifier: TestVerifier;
let folder: string;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-readme-'));
  verifier = await startVerifier();
});
after(async () => {
  await verifier.close();
  rmSync(folder, { recursive: true });
});

test('every npm command of the README is a script of the package', () => {
  const commands = blocks('sh').flatMap((block) => block.trim().split('\n')).concat([...readme.matchAll(/`(npm [^`]+)`/g)].map(([, command]) => command!));
  assert.ok(commands.length > 8);
  for (const command of commands) {
    const name = /^npm (?:run (?:-s )?)?(\S+)/.exec(command)![1]!;
    assert.ok(name === 'ci' || scripts![name], command);
  }
});

test('every file that the README links to is there', () => {
  for (const [, target] of readme.matchAll(/\]\((?!https?:)([^)#]+)/g)) assert.ok(existsSync(join(root, target!)), target);
});

test('every dependency is there for a reason that the README gives', () => {
  const reasons = readme.slice(readme.indexOf('| dependency | why |'));
  for (const name of Object.keys({ ...dependencies, ...devDependencies }))
    if (!name.startsWith('@types/')) assert.ok(reasons.includes(`\`${name}\``) || reasons.includes(`\`${name.replace(/^@web\/test-runner/, '')}\``), name);
});

/** Opens a session by a snippet, passes the gate and redeems by the snippet: for oneself, as another, twice. */
async function tellTheStory(openSession: (learner: object, checkpoint: object, origin: string) => Promise<any>, redeem: (token: string, learner: object, checkpoint: object) => Promise<boolean>) {
  const phone = await verifier.registerDevice();
  const token = async () => {
    (verifier.clock as unknown as { advance(ms: number): void }).advance(60_000);
    const { required, session } = await openSession(hong, exam, 'http://site.test');
    assert.equal(required, true);
    const { id } = await verifier.challenge(session);
    const verdict = await verifier.verify(id, phone.codeAt(verifier.clock.now()));
    assert.ok(verdict.status === 'verified');
    return verdict.token;
  };
  const mine = await token();
  assert.equal(await redeem(mine, hong, exam), true);
  assert.equal(await redeem(mine, hong, exam), false, 'twice');
  assert.equal(await redeem(await token(), kim, exam), false, 'as another learner');
  assert.equal(await redeem(await token(), hong, { ...exam, kind: 'lesson', number: 9 }), false, 'for another checkpoint');
  assert.equal(await redeem('forged', hong, exam), false, 'forged');
}

test('the endpoint in Node works as written', async () => {
  Object.assign(process.env, { VERIFIER_URL: verifier.url, SITE_SECRET: verifier.siteSecret });
  const file = join(folder, 'gate.mjs');
  writeFileSync(file, snippet('js', 'siteverify'));
  const { openSession, redeem } = (await import(pathToFileURL(file).href)) as Parameters<typeof tellTheStory> extends [infer Open, infer Redeem] ? { openSession: Open; redeem: Redeem } : never;
  await tellTheStory(openSession, redeem);
});

const php = spawnSync('php', ['--version']).status === 0;
test('the endpoint in PHP works as written', { skip: php ? false : 'PHP is not on this machine' }, async () => {
  const file = join(folder, 'gate.php');
  writeFileSync(file, `${snippet('php', 'siteverify')}\necho json_encode(call_user_func_array($argv[1], json_decode($argv[2], true)));\n`);
  const env = { ...process.env, VERIFIER_URL: verifier.url, SITE_SECRET: verifier.siteSecret };
  // asynchronously, because the verifier that answers lives in this process
  const call = async (name: string, ...args: unknown[]) => JSON.parse((await promisify(execFile)('php', [file, name, JSON.stringify(args)], { env })).stdout);
  await tellTheStory((...args) => call('open_session', ...args), (...args) => call('redeem', ...args));
});

test('the module snippets are whole: they parse', () => {
  for (const code of blocks('js')) {
    const file = join(folder, 'snippet.mjs');
    writeFileSync(file, code);
    execFileSync(process.execPath, ['--check', file]);
  }
});
