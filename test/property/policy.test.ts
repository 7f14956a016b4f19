/** When verification is required, compared with a model that keeps a list and counts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CheckpointKind, type Checkpoint } from 'mo-otp-gate/contract';
import { presets } from '../../demo/verifier/domain/policy-presets.js';
import { due, type Past, type Policy, type Rule } from '../../demo/verifier/domain/policy.js';

const course = { course: 'safety-101', class: '2026-1' };
const begin = Date.parse('2026-03-02T00:00:00+09:00');
const day = 86_400_000;

const rule: fc.Arbitrary<Rule> = fc.oneof(
  fc.constantFrom<Rule>({ when: 'once' }, { when: 'first-of-day' }, { when: 'every-entry' }, { when: 'never' }),
  fc.integer({ min: 1, max: 9 }).map((lessons): Rule => ({ when: 'every-lessons', lessons })),
);
const policies = fc.tuple(...CheckpointKind.options.map(() => rule)).map((rules): Policy => ({
  ...presets.manual,
  rules: Object.fromEntries(CheckpointKind.options.map((kind, at) => [kind, rules[at]!])) as Policy['rules'],
}));
/** Learners enter at any time and checkpoint, and sometimes leave before the check. */
const visits = fc.array(
  fc.record({
    kind: fc.constantFrom(...CheckpointKind.options),
    number: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
    later: fc.nat(day),
    passes: fc.integer({ min: 0, max: 2 }),
  }),
  { maxLength: 30, size: 'max' },
);

/** The model: true if the rule requires a check, by the list of past verifications. */
function requiresCheck(
  rule: Rule,
  { kind, number }: Pick<Checkpoint, 'kind' | 'number'>,
  list: Past[],
  now: number,
): boolean {
  const sameDay = (at: number) => Math.floor((at - begin) / day) === Math.floor((now - begin) / day);
  let matching = 0;
  for (const past of list) {
    if (past.kind !== kind) continue;
    if (
      rule.when === 'once' ||
      (rule.when === 'first-of-day' && sameDay(past.at)) ||
      (rule.when === 'every-lessons' && past.number === number)
    )
      matching++;
  }
  if (rule.when === 'every-lessons' && number !== undefined) {
    let turn = 1;
    while (turn > number) turn -= rule.lessons;
    while (turn < number) turn += rule.lessons;
    if (turn !== number) return false;
  }
  return rule.when !== 'never' && matching === 0;
}

test('a learner is verified exactly when the model requires it, in any order of a course', () => {
  fc.assert(
    fc.property(policies, visits, (policy, order) => {
      const list: Past[] = [];
      let now = begin;
      for (const { kind, number, later, passes } of order) {
        now += later;
        const asked: Checkpoint = { kind, ...course, ...(number !== undefined && { number }) };
        const expected: Pick<Checkpoint, 'kind' | 'number'>[] = [];
        if (
          kind !== 'enrolment' &&
          kind !== 'login' &&
          requiresCheck(policy.rules.enrolment, { kind: 'enrolment' }, list, now)
        )
          expected.push({ kind: 'enrolment' });
        if (requiresCheck(policy.rules[kind], asked, list, now)) expected.push(asked);

        const answer = due(policy, asked, list, now);
        const checkpoints = answer.required ? answer.checkpoints : [];
        assert.equal(answer.required, expected.length > 0);
        assert.deepEqual(
          checkpoints,
          expected.map((one) => ({ ...course, ...one })),
        );
        for (const one of checkpoints.slice(0, passes))
          list.push({ kind: one.kind, number: one.number ?? null, at: now });
      }
    }),
    { numRuns: 3000 },
  );
});

test('a learner of seventeen lessons verifies 1, 9 and 17, in any order of study', () => {
  const lessons = Array.from({ length: 17 }, (_, n) => n + 1);
  fc.assert(
    fc.property(fc.shuffledSubarray([...lessons, ...lessons], { minLength: 34 }), (order) => {
      const list: Past[] = [{ kind: 'enrolment', number: null, at: begin }];
      const asked = new Set<number>();
      for (const number of order) {
        const answer = due(presets.manual, { kind: 'lesson', ...course, number }, list, begin);
        if (!answer.required) continue;
        assert.ok(!asked.has(number), `lesson ${number} asked twice`);
        asked.add(number);
        list.push({ kind: 'lesson', number, at: begin });
      }
      assert.deepEqual(
        [...asked].sort((a, b) => a - b),
        [1, 9, 17],
      );
    }),
  );
});
