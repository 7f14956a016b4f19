/** Every link of every Markdown file leads to an existing file, and to a heading in it; every path in `code` exists. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { inlineCode, root, targets, texts, withoutBlocks } from './texts.js';

/** The anchors of a text's headings, as GitHub makes them. */
const anchors = (text: string) =>
  [...withoutBlocks(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
/** The paths of this repository among the words in `code`. */
const paths = (text: string) =>
  inlineCode(text).filter((code) => /^(?:widget|loader|demo|test|\.ci|\.github)\/[\w./-]*$/.test(code));

/** Folders that exist only after a command has run. */
const generated = ['demo/data'];

for (const { path: file, text } of texts)
  test(`${file} links to what exists`, () => {
    for (const target of targets(text)) {
      if (/^(https?|mailto):/.test(target)) continue;
      const [path, anchor] = target.split('#') as [string, string?];
      const linked = path === '' ? join(root, file) : resolve(root, dirname(file), decodeURIComponent(path));
      assert.ok(existsSync(linked), `${target} does not exist`);
      if (anchor !== undefined)
        assert.ok(
          anchors(readFileSync(linked, 'utf8')).includes(decodeURIComponent(anchor)),
          `${target} has no such heading`,
        );
    }
    for (const path of paths(text))
      assert.ok(
        existsSync(join(root, path)) || generated.some((folder) => path.startsWith(folder)),
        `${path} does not exist`,
      );
  });

test('a dead link, a missing heading and a path in code are found', () => {
  const text =
    '# Two words, `code` & 한글\n[a](no/such/file.md) [b](#two-words) `demo/none.ts` `npm test`\n' +
    '```\n[c](in code)\n```\n[d]: other.md#x';
  assert.deepEqual(targets(text), ['no/such/file.md', '#two-words', 'other.md#x']);
  assert.deepEqual(anchors(text), ['two-words-code--한글']);
  assert.deepEqual(paths(text), ['demo/none.ts']);
});
