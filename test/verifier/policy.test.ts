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

/** The kinds to verify, or the reason why there are none. */
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
  [
    'a learner in the very first lesson verifies enrolment and the lesson',
    'manual',
    at('lesson', 1),
    [],
    ['enrolment', 'lesson 1'],
  ],
  ['a learner enrols once', 'manual', at('enrolment'), [enrolled], 'already-verified'],
  ['a learner who skips to lesson 2 enrols first', 'manual', at('lesson', 2), [], ['enrolment']],
  ['a learner who goes straight to the exam enrols first', 'manual', at('exam'), [], ['enrolment', 'exam']],
  ['a learner verifies lesson 1 once', 'manual', at('lesson', 1), [enrolled, past('lesson', 1)], 'already-verified'],
  ...[2, 3, 8, 10, 16, 18].map((n): (typeof stories)[number] => [
    `a learner enters lesson ${n} without verification`,
    'manual',
    at('lesson', n),
    [enrolled],
    'not-due',
  ]),
  ...[1, 9, 17, 25].map((n): (typeof stories)[number] => [
    `a learner verifies lesson ${n}`,
    'manual',
    at('lesson', n),
    [enrolled],
    [`lesson ${n}`],
  ]),
  [
    'a learner who verified lesson 1 still verifies lesson 9',
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
  ['a learner verifies a lesson without a number', 'manual', at('lesson'), [enrolled], ['lesson']],
  ['a learner verifies every entry into the exam', 'manual', at('exam'), [enrolled, past('exam')], ['exam']],
  [
    'a learner verifies every entry into the evaluation',
    'manual',
    at('evaluation'),
    [enrolled, past('evaluation')],
    ['evaluation'],
  ],
  [
    'a learner verifies every entry into the assignment',
    'manual',
    at('assignment'),
    [enrolled, past('assignment')],
    ['assignment'],
  ],
  ['a learner verifies a login without enrolling', 'manual', at('login'), [], ['login']],
  [
    'a learner verifies the first lesson of the day',
    'daily',
    at('lesson', 4),
    [enrolled, past('lesson', 3, noon - 24 * hour)],
    ['lesson 4'],
  ],
  [
    'a learner enters the second lesson of the day without verification',
    'daily',
    at('lesson', 5),
    [enrolled, past('lesson', 4)],
    'already-verified',
  ],
  [
    'an exam this morning does not count as a lesson of today',
    'daily',
    at('lesson', 5),
    [enrolled, past('exam')],
    ['lesson 5'],
  ],
];
for (const [story, policy, checkpoint, history, expected] of stories)
  test(story, () => assert.deepEqual(asked(presets[policy], checkpoint, history), expected));

test('the day changes at midnight in Korea, wherever the server is', () => {
  const lateEvening = Date.parse('2026-03-02T23:59:59+09:00');
  const history = [enrolled, past('lesson', 1, lateEvening)];
  assert.equal(asked(presets.daily, at('lesson', 2), history, lateEvening + 999), 'already-verified');
  assert.deepEqual(asked(presets.daily, at('lesson', 2), history, lateEvening + 1000), ['lesson 2']);
  // 9 a.m. in Korea is midnight in UTC, but starts no new day
  const morning = Date.parse('2026-03-03T08:59:59+09:00');
  assert.equal(
    asked(presets.daily, at('lesson', 3), [enrolled, past('lesson', 2, morning)], morning + 2000),
    'already-verified',
  );
});

test('a policy may verify never, or at every nth lesson', () => {
  const policy = Policy.parse({
    ...presets.manual,
    rules: { ...presets.manual.rules, enrolment: { when: 'never' }, lesson: { when: 'every-lessons', lessons: 5 } },
  });
  assert.equal(asked(policy, at('enrolment'), []), 'never-asked');
  assert.deepEqual(asked(policy, at('lesson', 6), []), ['lesson 6']);
  assert.equal(asked(policy, at('lesson', 9), []), 'not-due');
});

test('a policy that lacks a kind of checkpoint is refused', () => {
  const { login: _, ...rules } = presets.manual.rules;
  assert.equal(Policy.safeParse({ ...presets.manual, rules }).success, false);
});

test('a policy accepts its documented choices only', () => {
  const { manual } = presets;
  for (const effect of ['verifies', 'leads-back'] as const)
    assert.equal(Policy.safeParse({ ...manual, unlocking: { ...manual.unlocking, effect } }).success, true);
  for (const learner of ['full', 'masked'] as const)
    assert.equal(Policy.safeParse({ ...manual, learner }).success, true);
  assert.equal(Policy.safeParse({ ...manual, learner: '' }).success, false);
  assert.equal(Policy.safeParse({ ...manual, unlocking: { ...manual.unlocking, effect: '' } }).success, false);
});

test('the presets are valid policies', () => {
  for (const preset of Object.values(presets)) assert.deepEqual(Policy.parse(preset), preset);
});
