/** The README is short, begins in Korean and links every other page. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { page, texts } from './texts.js';

const readme = page('README.md');
const words = (text: string) =>
  text
    .replace(/<!--[^]*?-->/g, '')
    .split(/\s+/)
    .filter(Boolean).length;

test('the README has at most 1,300 words, code included', () => {
  assert.ok(words(readme) <= 1300, `it has ${words(readme)}`);
  assert.equal(words('one <!-- not\nthis --> `two three`'), 3);
});

test('the first sentence is Korean', () => assert.match(readme, /^# mo-otp-gate\n\n[가-힣]/));

test('every page of the documentation is linked from the README, or from the list of decisions', () => {
  const list = readme + page('demo/docs/decisions/README.md').replaceAll('](', '](demo/docs/decisions/');
  for (const { path } of texts.filter((one) => one.path.startsWith('demo/docs/')))
    assert.ok(list.includes(`](${path})`), path);
});
