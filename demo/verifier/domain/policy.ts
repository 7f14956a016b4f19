import { z } from 'zod';
import { CheckpointKind, methods, type Checkpoint, type MethodId } from 'mo-otp-gate/contract';
import { koreanDayNumber } from './korean-time.js';

/** When a kind of checkpoint requires verification, counted within one course and class (one run of a course). */
export const Rule = z.discriminatedUnion('when', [
  z.object({ when: z.literal('once') }),
  /** Before lessons 1, 1 + `lessons`, 1 + 2 × `lessons` … */
  z.object({ when: z.literal('every-lessons'), lessons: z.int().min(1) }),
  /** The first of its kind on a day in Asia/Seoul. */
  z.object({ when: z.literal('first-of-day') }),
  z.object({ when: z.literal('every-entry') }),
  z.object({ when: z.literal('never') }),
]);

const Methods = z.array(z.enum(Object.keys(methods) as [MethodId, ...MethodId[]]));

/** The policy of an institution. */
export const Policy = z.object({
  /** When verification is required. */
  rules: z.record(CheckpointKind, Rule),
  /**
   * The methods that verify each kind of checkpoint, the default first. A captcha does not identify a person: it counts
   * only where it is listed.
   */
  methods: z.record(CheckpointKind, Methods.min(1)),
  /** The methods that unlock, and whether they also verify or lead back to the locked method. */
  unlocking: z.object({ methods: Methods, effect: z.enum(['leads-back', 'verifies']) }),
  /** Whether the gate shows name and phone in full. */
  learner: z.enum(['full', 'masked']),
});

export type Rule = z.infer<typeof Rule>;
export type Policy = z.infer<typeof Policy>;

/** An earlier verification of the learner in the same course and class; `at` is epoch milliseconds. */
export interface Past {
  kind: CheckpointKind;
  number: number | null;
  at: number;
}

/** Why no verification is required. */
export type Exemption = 'already-verified' | 'not-due' | 'never-asked';

/** The checkpoints to verify, in order, or the reason why there are none. */
export type Due = { required: true; checkpoints: Checkpoint[] } | { required: false; reason: Exemption };

/**
 * The checks that a learner must pass to enter a checkpoint at `now` (epoch milliseconds). Enrolment precedes all other
 * checkpoints of its course; login belongs to no course.
 */
export function due(policy: Policy, checkpoint: Checkpoint, history: readonly Past[], now: number): Due {
  const { course, class: of } = checkpoint;
  const ahead: Checkpoint[] = ['enrolment', 'login'].includes(checkpoint.kind)
    ? []
    : [{ kind: 'enrolment', course, class: of }];
  const exemption = (one: Checkpoint) => exempt(policy.rules[one.kind], one, history, now);
  const reason = exemption(checkpoint);
  const checkpoints = [...ahead.filter((one) => !exemption(one)), ...(reason ? [] : [checkpoint])];
  return reason && checkpoints.length === 0 ? { required: false, reason } : { required: true, checkpoints };
}

function exempt(
  rule: Rule,
  { kind, number }: Checkpoint,
  history: readonly Past[],
  now: number,
): Exemption | undefined {
  const earlier = history.filter((past) => past.kind === kind);
  const exemptIf = (verified: boolean) => (verified ? 'already-verified' : undefined);
  switch (rule.when) {
    case 'never':
      return 'never-asked';
    case 'every-entry':
      return undefined;
    case 'once':
      return exemptIf(earlier.length > 0);
    case 'first-of-day':
      return exemptIf(earlier.some(({ at }) => koreanDayNumber(at) === koreanDayNumber(now)));
    case 'every-lessons':
      // a lesson without a number cannot be counted, so it requires verification
      if (number !== undefined && (number - 1) % rule.lessons !== 0) return 'not-due';
      return exemptIf(number !== undefined && earlier.some((past) => past.number === number));
  }
}
