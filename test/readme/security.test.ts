/** Every test that the security review names exists. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const root = new URL('../../', import.meta.url);
const review = readFileSync(new URL('.github/SECURITY.md', root), 'utf8');

test('every threat of the security review names an existing test', () => {
  const threats = review.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| threat |'));
  assert.ok(threats.length > 30);
  for (const line of threats) {
    const [, file, title] = /`(test\/[\w/.-]+\.ts)`: (.+) \|$/.exec(line) ?? [];
    assert.ok(file && title, line);
    const titles = [
      ...readFileSync(new URL(file, root), 'utf8').matchAll(/\b(?:test|it|title)(?:\(|: )(['"`])(.+?)\1,/g),
    ].map(([, , one]) => one!);
    assert.ok(
      titles.some((one) => one.includes(title)),
      `${file} has no test “${title}”`,
    );
  }
});
