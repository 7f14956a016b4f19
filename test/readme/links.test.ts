/** Every link of every text that comes with the project leads to a file that there is, and to a heading in it. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const foreign = ['node_modules', 'dist', '.git'];
const textsIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return foreign.includes(entry.name) ? [] : textsIn(join(folder, entry.name));
    return entry.name.endsWith('.md') ? [join(folder, entry.name)] : [];
  });

const withoutCode = (text: string) => text.replace(/^(```+)[^]*?^\1/gm, '');
/** Where links lead: `[words](target)`, `![words](target)` and `[words]: target`. */
const targets = (text: string) =>
  [
    ...withoutCode(text)
      .replace(/`[^`\n]*`/g, '')
      .matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)/gm),
  ].map(([, inline, listed]) => (inline ?? listed)!);
/** A heading's name in an address, as GitHub makes it. */
const anchors = (text: string) =>
  [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );

for (const file of textsIn(root))
  test(`${file.slice(root.length)} links to what there is`, () => {
    const text = readFileSync(file, 'utf8');
    for (const target of targets(text)) {
      if (/^(https?|mailto):/.test(target)) continue;
      const [path, anchor] = target.split('#') as [string, string?];
      const led = path === '' ? file : resolve(dirname(file), decodeURIComponent(path));
      assert.ok(existsSync(led), `${target} is not there`);
      if (anchor !== undefined)
        assert.ok(
          anchors(readFileSync(led, 'utf8')).includes(decodeURIComponent(anchor)),
          `${target} has no such heading`,
        );
    }
  });

test('a link to nowhere, and one to a heading that is not there, would be found', () => {
  const text =
    '# Two words, `code` & 한글\n[a](no/such/file.md) [b](#two-words)\n```\n[c](in code)\n```\n[d]: other.md#x';
  assert.deepEqual(targets(text), ['no/such/file.md', '#two-words', 'other.md#x']);
  assert.deepEqual(anchors(text), ['two-words-code--한글']);
});
