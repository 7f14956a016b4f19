/** The glossary is correct: each name is in the file beside it, and each word has one line. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { page, read, root } from './texts.js';

const glossary = page('demo/docs/glossary.md');
const rows = [...glossary.matchAll(/^\| (.+?) \| (.+) \| (.+) \|$/gm)]
  .map(([, word, , code]) => ({ word: word!, code: code! }))
  .filter(({ word }) => word !== 'word');

test('each name of the glossary is in its file', () => {
  const names = rows.flatMap(({ code }) => [...code.matchAll(/`(\w+)` in `([\w./-]+)`/g)]);
  assert.ok(names.length > 50);
  for (const [, name, file] of names) {
    assert.ok(existsSync(join(root, file!)), `${file} does not exist`);
    assert.match(read(file!), new RegExp(`\\b${name}\\b`), `${file} has no ${name}`);
  }
});

test('each line gives a name and a file', () => {
  for (const { word, code } of rows) assert.match(code, /`\w+` in `[\w./-]+`/, word);
});

test('each word has one line', () => {
  const words = rows.flatMap(({ word }) => word.split(', '));
  assert.deepEqual(
    words.filter((word, i) => words.indexOf(word) !== i),
    [],
  );
});
