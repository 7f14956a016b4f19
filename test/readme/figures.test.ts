/** Figures in the texts equal those in the sources. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { topics } from '../../demo/checker/cases/topics.js';
import { SAFE_WORDS } from '../../demo/phone/app/pin/safe-word.js';
import { course } from '../../demo/site/course.js';
import { limits } from '../../demo/verifier/domain/limits.js';
import { page, read, root } from './texts.js';

/** A text on one line, so that line breaks do not hide a sentence. */
const prose = (path: string) => page(path).replace(/\s+/g, ' ');

/** The figure in a text; fails if the text lacks the sentence. */
const figure = (path: string, sentence: RegExp) => {
  const found = sentence.exec(prose(path));
  assert.ok(found, `${path} has no sentence like ${sentence}`);
  return found[1]!.replaceAll(',', '');
};

test('budgets are those that npm run size checks', () => {
  const budgets = [...read('.ci/size.mjs').matchAll(/'dist\/([\w-]+\.js)': ([\d_]+)/g)].map(([, file, bytes]) => [
    file!,
    bytes!.replaceAll('_', ''),
  ]);
  assert.ok(budgets.length > 1);
  const table = [...page('demo/docs/benchmarks.md').matchAll(/^\| `([\w-]+\.js)`.*\| ([\d,]+) bytes \|$/gm)].map(
    ([, file, bytes]) => [file!, bytes!.replaceAll(',', '')],
  );
  assert.deepEqual(table.sort(), budgets.sort());
});

test('the checker has about as many cases as its page says', () => {
  const cases = Object.values(topics).reduce((sum, topic) => sum + Object.keys(topic).length, 0);
  assert.match(prose('demo/docs/checker.md'), /more than 120 cases/);
  assert.ok(cases > 120 && cases < 140, `there are ${cases}`);
});

test('rounds and safe words of the phone app are those of the security page', () => {
  assert.equal(
    figure('demo/docs/security.md', /PBKDF2-SHA-256 \(PIN, random salt, ([\d,]+) rounds\)/),
    /PBKDF2_ITERATIONS = ([\d_]+)/.exec(read('demo/phone/app/pin/pin-mask.ts'))![1]!.replaceAll('_', ''),
  );
  assert.match(prose('demo/docs/security.md'), /\*safe word\* \(one of sixteen\)/);
  assert.equal(SAFE_WORDS.length, 16);
});

test('lessons of the course, attempts before a lock and life of a token are those of the texts', () => {
  assert.equal(figure('README.md', /a course with (\d+) lessons/), String(course.lessons.length));
  assert.match(prose('demo/docs/security.md'), /Five consecutive wrong ones lock/);
  assert.deepEqual([limits.tries, limits.token], [5, 300]);
});

test('the metrics of the verifier page are those that the verifier exports', () => {
  const names = (text: string) => [...new Set([...text.matchAll(/\bmo_otp_[a-z_]+/g)].map(([name]) => name))].sort();
  const sources = readdirSync(join(root, 'demo/verifier'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => read(`demo/verifier/${file}`));
  assert.deepEqual(names(page('demo/docs/verifier.md')), names(sources.join()));
});
