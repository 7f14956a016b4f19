/** Every command that a text shows can be run: its npm script or its file exists. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { blocks, inlineCode, read, root, texts } from './texts.js';

const { scripts, devDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
/** Programs of the system that the texts use. */
const foreign = ['curl', 'sqlite3', 'apt-get', 'git', 'grep'];
const ownCommands = ['npm ci', 'npm audit', 'npm install mo-otp-gate', 'npx mo-otp-gate check'];

/** The verifier's commands with their subcommands: `site add`. */
const verifierCommands = readdirSync(join(root, 'demo/verifier/cli'))
  .filter((file) => file.endsWith('-command.ts'))
  .flatMap((file) =>
    [...read(`demo/verifier/cli/${file}`).matchAll(/\.command\([`'](?:\$\{on \? '(\w+)' : '(\w+)'\}|(\w+))/g)].flatMap(
      (match) =>
        match
          .slice(1)
          .filter(Boolean)
          .map((name) => `${file.replace('-command.ts', '')} ${name}`),
    ),
  );
const groupNames = [...read('demo/verifier/cli/groups.ts').matchAll(/^ {2}'?([\w-]+)'?: \{$/gm)].map(
  ([, name]) => name!,
);

/** Why a command of the verifier cannot be run, or `undefined`. */
function problemOfVerifier([group = '', subcommand]: string[]): string | undefined {
  if (['start', 'backup', 'restore'].includes(group) || group.startsWith('-')) return;
  if (!groupNames.includes(group)) return `the verifier has no command ${group}`;
  if (
    subcommand &&
    !/^[-…<]/.test(subcommand) &&
    !verifierCommands.includes(`${group === 'keys' ? 'key' : group} ${subcommand}`)
  )
    return `${group} has no ${subcommand}`;
  return;
}

/** Why a command cannot be run, or `undefined`. */
function problemOf(command: string): string | undefined {
  const [program, ...words] = command.replace(/^(?:[A-Z_]+=\S+ )+/, '').split(/\s+/) as [string, ...string[]];
  if (foreign.includes(program) || ownCommands.some((one) => command.startsWith(one))) return;
  if (program === 'npm') {
    const [name, ...rest] = words.filter((word) => !['run', '-s', '--'].includes(word)) as [string, ...string[]];
    if (!(name in scripts!)) return `there is no script ${name}`;
    const group = /verifier\/main\.ts (\w+)$/.exec(scripts![name]!)?.[1];
    return group && problemOfVerifier([group, ...rest]);
  }
  if (program === 'npx' && words[0] === 'mo-otp-verifier') return problemOfVerifier(words.slice(1));
  const file = words.find((word) => /\.(?:ts|mjs|js)$/.test(word)) ?? (program === 'bash' ? words[0] : undefined);
  if (program === 'npx' && words[0]! in devDependencies! && !file) return;
  if (!['npx', 'node', 'bash'].includes(program) || !file) return `${program} is unknown`;
  if (!existsSync(join(root, file))) return `there is no file ${file}`;
  return;
}

test('every command of every text can be run', () => {
  const commands = texts.flatMap(({ path, text }) =>
    [
      ...blocks(text, 'sh').flatMap((block) => block.trim().split('\n')),
      ...inlineCode(text).filter((code) => /^(?:[A-Z_]+=\S+ )*(?:npm|npx|node|bash) \S/.test(code)),
    ].map((command) => ({ path, command })),
  );
  assert.ok(commands.length > 30);
  for (const { path, command } of commands) assert.equal(problemOf(command), undefined, `${path}: ${command}`);
});

test('a missing script, file or subcommand and an unknown program are found', () => {
  assert.ok(problemOf('npm run none'));
  assert.ok(problemOf('A=b npx tsx demo/none.ts add'));
  assert.ok(problemOf('npx mo-otp-verifier site none'));
  assert.ok(problemOf('npx mo-otp-verifier none'));
  assert.ok(problemOf('npm run site -- none'));
  assert.ok(problemOf('make'));
});
