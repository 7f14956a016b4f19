/** Every snippet of every text parses in its language. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parse } from 'yaml';
import { blocks, texts } from './texts.js';

const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-snippets-'));
after(() => rmSync(folder, { recursive: true }));

/** A program's errors about a snippet's syntax; empty if it parses. */
function check(code: string, extension: string, program: string, ...args: string[]): string {
  const file = join(folder, `snippet.${extension}`);
  writeFileSync(file, code);
  const { status, stdout, stderr } = spawnSync(program, [...args, file], { encoding: 'utf8' });
  return status === 0 ? '' : stdout + stderr;
}
const javascript = (code: string) => check(code, 'mjs', process.execPath, '--check');
const snippets = (language: string) =>
  texts.flatMap(({ path, text }) => blocks(text, language).map((code) => ({ path, code })));

test('JavaScript parses, also inside HTML', () => {
  const inHtml = snippets('html').flatMap(({ path, code }) =>
    [...code.matchAll(/<script>([^]*?)<\/script>/g)].map(([, script]) => ({
      path,
      code: script!.replaceAll('…', '0'),
    })),
  );
  const all = [...snippets('js'), ...inHtml];
  assert.ok(all.length > 2);
  for (const { path, code } of all) assert.equal(javascript(code), '', path);
  assert.notEqual(javascript('const = 1'), '');
});

test('JSON and YAML parse', () => {
  for (const { path, code } of snippets('json')) assert.doesNotThrow(() => JSON.parse(code), path);
  for (const { path, code } of snippets('yaml')) assert.doesNotThrow(() => parse(code), path);
});

const php = spawnSync('php', ['--version']).status === 0;
test('PHP parses', { skip: php ? false : 'PHP is not on this machine' }, () => {
  for (const { path, code } of snippets('php')) assert.equal(check(code, 'php', 'php', '-l'), '', path);
});
