/** Figures in the texts are the ones that can be counted or read in the sources. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { topics } from '../../demo/checker/cases/topics.js';
import { SAFE_WORDS } from '../../demo/phone/app/pin/safe-word.js';
import { course } from '../../demo/site/course.js';
import { limits } from '../../demo/verifier/domain/gatekeeper.js';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const readme = read('README.md');
const said = (figure: RegExp) => {
  const found = figure.exec(readme);
  assert.ok(found, `the README says nothing like ${figure}`);
  return found[1]!.replaceAll(',', '');
};

test('budgets are those that are kept', () => {
  const budgets = [...read('.ci/size.mjs').matchAll(/'dist\/([\w-]+\.js)': ([\d_]+)/g)].map(([, file, bytes]) => [
    file!,
    bytes!.replaceAll('_', ''),
  ]);
  assert.ok(budgets.length > 1);
  const table = [...readme.matchAll(/^\| `([\w-]+\.js)`.*\| ([\d,]+) bytes \|$/gm)].map(([, file, bytes]) => [
    file!,
    bytes!.replaceAll(',', ''),
  ]);
  assert.deepEqual(table.sort(), budgets.sort());
});

test('the checker has about as many cases as it is said to', () => {
  const cases = Object.values(topics).reduce((sum, topic) => sum + Object.keys(topic).length, 0);
  assert.match(readme, /about a hundred cases/);
  assert.ok(Math.abs(cases - 100) <= 15, `there are ${cases}`);
});

test('the phone app stretches PINs as often, and has as many safe words, as it is said to', () => {
  assert.equal(
    said(/PBKDF2-SHA-256 \(PIN, random salt, ([\d,]+) rounds\)/),
    /ROUNDS = ([\d_]+)/.exec(read('demo/phone/app/pin/camouflage.ts'))![1]!.replaceAll('_', ''),
  );
  assert.match(readme, /\*safe word\* \(one of sixteen\)/);
  assert.equal(SAFE_WORDS.length, 16);
});

test('the course has as many lessons, and a lock comes after as many codes, as it is said', () => {
  assert.equal(said(/a course with (\d+) lessons/), String(course.lessons.length));
  assert.match(readme, /Five consecutive wrong ones lock/);
  assert.deepEqual([limits.tries, limits.token], [5, 300]);
});
