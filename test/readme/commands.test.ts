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

/** The subcommands of the operator's commands. */
const subcommands = readdirSync(join(root, 'demo/verifier/cli'))
  .flatMap((file) => [...read(`demo/verifier/cli/${file}`).matchAll(/^ *case '([\w-]+)'/gm)])
  .map(([, name]) => name!);

/** Why a command cannot be run, or `undefined`. */
function problemOf(command: string): string | undefined {
  const [program, ...words] = command.replace(/^(?:[A-Z_]+=\S+ )+/, '').split(/\s+/) as [string, ...string[]];
  if (foreign.includes(program) || ownCommands.some((one) => command.startsWith(one))) return;
  if (program === 'npm') {
    const [name] = words.filter((word) => word !== 'run' && word !== '-s') as [string];
    return name in scripts! ? undefined : `there is no script ${name}`;
  }
  const file = words.find((word) => /\.(?:ts|mjs|js)$/.test(word)) ?? (program === 'bash' ? words[0] : undefined);
  if (program === 'npx' && words[0]! in devDependencies! && !file) return;
  if (!['npx', 'node', 'bash'].includes(program) || !file) return `${program} is unknown`;
  if (!existsSync(join(root, file))) return `there is no file ${file}`;
  const subcommand = /\/cli\/(\w+)\.ts$/.test(file) ? words[words.indexOf(file) + 1] : undefined;
  if (subcommand && subcommand !== '…' && !subcommands.includes(subcommand)) return `${file} has no ${subcommand}`;
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
  assert.ok(problemOf('npx tsx demo/verifier/cli/site.ts none'));
  assert.ok(problemOf('make'));
});
