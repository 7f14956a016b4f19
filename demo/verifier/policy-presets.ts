import type { Policy, Rule } from './policy.js';

const everyEntry: Rule = { when: 'every-entry' };
const guarded = { evaluation: everyEntry, exam: everyEntry, assignment: everyEntry, login: everyEntry, other: everyEntry };

/** Policies to choose by name. */
export const presets = {
  /** The rule of the mOTP manual: at enrolment, before every eighth lesson, before each evaluation, exam and assignment. */
  manual: { rules: { enrolment: { when: 'once' }, lesson: { when: 'every-lessons', lessons: 8 }, ...guarded }, learner: 'full' },
  /** The rule that sites took up in October 2024: lessons ask at the first study of each day, Korean time. */
  daily: { rules: { enrolment: { when: 'once' }, lesson: { when: 'first-of-day' }, ...guarded }, learner: 'full' },
} satisfies Record<string, Policy>;
