import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Checkpoint, CheckpointKind } from 'mo-otp-gate/contract';
import { presets } from '../../demo/verifier/domain/policy-presets.js';
import { due, Policy, type Past } from '../../demo/verifier/domain/policy.js';

const noon = Date.parse('2026-03-02T12:00:00+09:00');
const hour = 3_600_000;
const course = { course: 'safety-101', class: '2026-1' };
const at = (kind: CheckpointKind, number?: number): Checkpoint => ({
  kind,
  ...course,
  ...(number !== undefined && { number }),
});
const past = (kind: CheckpointKind, number: number | null = null, when = noon - hour): Past => ({
  kind,
  number,
  at: when,
});
const enrolled = past('enrolment');

/** `[kinds to verify]` or the reason why none. */
function asked(policy: Policy, checkpoint: Checkpoint, history: Past[], now = noon) {
  const answer = due(policy, checkpoint, history, now);
  return answer.required
    ? answer.checkpoints.map(({ kind, number }) => (number === undefined ? kind : `${kind} ${number}`))
    : answer.reason;
}

const stories: [
  story: string,
  policy: keyof typeof presets,
  checkpoint: Checkpoint,
  history: Past[],
  expected: string[] | string,
][] = [
  ['the very first lesson asks for enrolment and the lesson', 'manual', at('lesson', 1), [], ['enrolment', 'lesson 1']],
  ['enrolment is asked once', 'manual', at('enrolment'), [enrolled], 'already-verified'],
  ['a learner who skips to lesson 2 still enrols first', 'manual', at('lesson', 2), [], ['enrolment']],
  ['a learner who goes straight to the exam enrols first', 'manual', at('exam'), [], ['enrolment', 'exam']],
  ['lesson 1 asks once', 'manual', at('lesson', 1), [enrolled, past('lesson', 1)], 'already-verified'],
  ...[2, 3, 8, 10, 16, 18].map((n): (typeof stories)[number] => [
    `lesson ${n} does not ask`,
    'manual',
    at('lesson', n),
    [enrolled],
    'not-due',
  ]),
  ...[1, 9, 17, 25].map((n): (typeof stories)[number] => [
    `lesson ${n} asks`,
    'manual',
    at('lesson', n),
    [enrolled],
    [`lesson ${n}`],
  ]),
  [
    'lesson 9 asks though lesson 1 was verified',
    'manual',
    at('lesson', 9),
    [enrolled, past('lesson', 1)],
    ['lesson 9'],
  ],
  [
    'an exam with the number of a lesson does not count as that lesson',
    'manual',
    at('lesson', 9),
    [enrolled, past('exam', 9)],
    ['lesson 9'],
  ],
  ['a lesson without a number asks', 'manual', at('lesson'), [enrolled], ['lesson']],
  ['the exam asks at every entry', 'manual', at('exam'), [enrolled, past('exam')], ['exam']],
  ['the evaluation asks at every entry', 'manual', at('evaluation'), [enrolled, past('evaluation')], ['evaluation']],
  ['the assignment asks at every entry', 'manual', at('assignment'), [enrolled, past('assignment')], ['assignment']],
  ['logging in asks without an enrolment', 'manual', at('login'), [], ['login']],
  [
    'the first lesson of the day asks',
    'daily',
    at('lesson', 4),
    [enrolled, past('lesson', 3, noon - 24 * hour)],
    ['lesson 4'],
  ],
  [
    'the second lesson of the day does not',
    'daily',
    at('lesson', 5),
    [enrolled, past('lesson', 4)],
    'already-verified',
  ],
  ['an exam this morning is no lesson of today', 'daily', at('lesson', 5), [enrolled, past('exam')], ['lesson 5']],
];
for (const [story, policy, checkpoint, history, expected] of stories)
  test(story, () => assert.deepEqual(asked(presets[policy], checkpoint, history), expected));

test('the day changes at midnight in Korea, wherever the server is', () => {
  const lateEvening = Date.parse('2026-03-02T23:59:59+09:00');
  const history = [enrolled, past('lesson', 1, lateEvening)];
  assert.equal(asked(presets.daily, at('lesson', 2), history, lateEvening + 999), 'already-verified');
  assert.deepEqual(asked(presets.daily, at('lesson', 2), history, lateEvening + 1000), ['lesson 2']);
  // nine in the morning in Korea is midnight in UTC, and no new day
  const morning = Date.parse('2026-03-03T08:59:59+09:00');
  assert.equal(
    asked(presets.daily, at('lesson', 3), [enrolled, past('lesson', 2, morning)], morning + 2000),
    'already-verified',
  );
});

test('a policy may ask never, or every so many lessons as it likes', () => {
  const policy = Policy.parse({
    ...presets.manual,
    rules: { ...presets.manual.rules, enrolment: { when: 'never' }, lesson: { when: 'every-lessons', lessons: 5 } },
  });
  assert.equal(asked(policy, at('enrolment'), []), 'never-asked');
  assert.deepEqual(asked(policy, at('lesson', 6), []), ['lesson 6']);
  assert.equal(asked(policy, at('lesson', 9), []), 'not-due');
});

test('a policy that forgets a kind of checkpoint is refused', () => {
  const { login: _, ...rules } = presets.manual.rules;
  assert.equal(Policy.safeParse({ ...presets.manual, rules }).success, false);
});

test('a policy names its choices, and no other', () => {
  const { manual } = presets;
  for (const effect of ['verifies', 'leads-back'] as const)
    assert.equal(Policy.safeParse({ ...manual, unlocking: { ...manual.unlocking, effect } }).success, true);
  for (const learner of ['full', 'masked'] as const)
    assert.equal(Policy.safeParse({ ...manual, learner }).success, true);
  assert.equal(Policy.safeParse({ ...manual, learner: '' }).success, false);
  assert.equal(Policy.safeParse({ ...manual, unlocking: { ...manual.unlocking, effect: '' } }).success, false);
});

test('the presets are policies', () => {
  for (const preset of Object.values(presets)) assert.deepEqual(Policy.parse(preset), preset);
});
