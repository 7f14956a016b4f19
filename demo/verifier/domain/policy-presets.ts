import type { MethodId } from 'mo-otp-gate/contract';
import type { Policy, Rule } from './policy.js';

const everyEntry: Rule = { when: 'every-entry' };
const guarded = {
  evaluation: everyEntry,
  exam: everyEntry,
  assignment: everyEntry,
  login: everyEntry,
  other: everyEntry,
};

/** Methods that identify a person; the captcha is added where nothing is graded, as the manual allows. */
const personal: MethodId[] = ['motp', 'web-otp', 'phone', 'ipin'];
const any: MethodId[] = ['motp', 'web-otp', 'captcha', 'phone', 'ipin'];
const base = {
  methods: {
    enrolment: personal,
    lesson: any,
    evaluation: personal,
    exam: personal,
    assignment: personal,
    login: personal,
    other: any,
  },
  unlocking: { methods: ['phone', 'ipin'], effect: 'leads-back' },
  learner: 'full',
} satisfies Omit<Policy, 'rules'>;

/** Policies by name, for the setting POLICY. */
export const presets = {
  /**
   * The rule of the mOTP manual: at enrolment, before every eighth lesson, before each evaluation, exam and assignment.
   */
  manual: {
    rules: { enrolment: { when: 'once' }, lesson: { when: 'every-lessons', lessons: 8 }, ...guarded },
    ...base,
  },
  /** The rule that sites adopted in October 2024: the first lesson of each day in Korean time. */
  daily: { rules: { enrolment: { when: 'once' }, lesson: { when: 'first-of-day' }, ...guarded }, ...base },
} satisfies Record<string, Policy>;
