/** Rule ⇄ case ⇄ fault: each rule of the wire has a case, each case a rule, and each rule a fault that it finds. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { topics } from '../../demo/checker/cases/topics.js';
import { ruleOf, rules } from '../../demo/checker/rules.js';
import { faults } from '../second-verifier/faults.js';

const cases = Object.entries(topics).flatMap(([topic, all]) =>
  Object.keys(all).map((promise) => `${topic}: ${promise}`),
);

test('each case tries one rule, each rule is tried by cases that exist', () => {
  assert.deepEqual(
    Object.values(rules)
      .flatMap((rule) => rule.cases)
      .sort(),
    cases.toSorted(),
  );
  for (const { cases } of Object.values(rules)) assert(cases.length > 0);
});

test('the page of the wire has each rule once, word by word', () => {
  const page = readFileSync(new URL('../../demo/docs/wire.md', import.meta.url), 'utf8');
  const written = [...page.matchAll(/^- \*\*(\w+)\*\* ((?:.|\n {2})*)/gm)].map(([, id, says]) => [
    id!,
    says!.replace(/\n {2}/g, ' '),
  ]);
  assert.deepEqual(
    Object.fromEntries(written),
    Object.fromEntries(Object.entries(rules).map(([id, { says }]) => [id, says])),
  );
  assert.equal(written.length, Object.keys(rules).length);
});

test('each rule has a fault that breaks it and that its own cases find', () => {
  const found = new Set(Object.values(faults).flatMap(({ finders }) => finders.map(ruleOf)));
  assert.deepEqual(
    Object.keys(rules).filter((id) => !found.has(id)),
    [],
  );
});
