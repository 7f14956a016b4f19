/** Every link of every Markdown file leads to an existing file, and to a heading in it; every path in `code` exists. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { blocks, inlineCode, page, root, targets, texts, withoutBlocks } from './texts.js';

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

/** The paths of a block in the language `tree`: a name per line, two spaces per level, then a description. */
const treePaths = (tree: string) => {
  const open: string[] = [];
  return [...tree.matchAll(/^( *)(\S+) +\S.*$/gm)].map(([, indent, name]) => {
    open.length = indent!.length / 2;
    open.push(name!);
    return open.join('');
  });
};
/** Folders that exist only after a command has run. */
const generated = ['demo/data'];

/** A folder and all folders below it. */
const foldersOf = (folder: string): string[] => [
  folder,
  ...readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map((entry) => `${folder}${entry.name}/`)
    .filter((path) => !generated.includes(path.slice(0, -1)))
    .flatMap(foldersOf),
];

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

test('the tree of the architecture names every folder of the sources, and no file that does not exist', () => {
  const [tree] = blocks(page('demo/docs/architecture.md'), 'tree');
  const named = treePaths(tree!);
  for (const path of named) assert.ok(existsSync(join(root, path)), `${path} does not exist`);
  assert.deepEqual(
    named.filter((path) => path.endsWith('/')).sort(),
    ['widget/', 'loader/', 'demo/'].flatMap(foldersOf).sort(),
  );
  assert.deepEqual(treePaths('a/  one\n  b.ts  two\n  c/  three\n    d.ts  four\ne/  five'), [
    'a/',
    'a/b.ts',
    'a/c/',
    'a/c/d.ts',
    'e/',
  ]);
});

test('every folder of the tests is in the table of the architecture', () => {
  const listed = inlineCode(page('demo/docs/architecture.md'));
  for (const folder of foldersOf('test/').filter((path) => path.split('/').length === 3))
    assert.ok(listed.includes(folder.slice(0, -1)), `${folder} is missing`);
});

test('a dead link, a missing heading and a path in code are found', () => {
  const text =
    '# Two words, `code` & 한글\n[a](no/such/file.md) [b](#two-words) `demo/none.ts` `npm test`\n' +
    '```\n[c](in code)\n```\n[d]: other.md#x';
  assert.deepEqual(targets(text), ['no/such/file.md', '#two-words', 'other.md#x']);
  assert.deepEqual(anchors(text), ['two-words-code--한글']);
  assert.deepEqual(paths(text), ['demo/none.ts']);
});
