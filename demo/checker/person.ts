import { randomUUID } from 'node:crypto';
import { generateSync } from 'otplib';
import type { Learner } from 'mo-otp-gate/contract';
import type { Passage } from './passage.js';
import type { TestLearner } from './settings.js';

/** What of a question tells the verifier's time: epoch milliseconds. */
interface Moment {
  time: number;
}

/** A test learner together with the phone app that the verifier knows. */
export interface Person {
  /** The same person as a learner with a new `ref`: failures are counted by it, so a lock in one case reaches no other. */
  learner(): Learner;
  /** A right code that was not used before. Waits for the next one when the present one was; so one learner has one code a period (RFC 6238 §5.2). */
  rightCode(question: Moment): Promise<string>;
  /** Different codes that are all wrong at the time of the question and around it. */
  wrongCodes(question: Moment, count: number): string[];
  /** The code of an hour before the question. */
  oldCode(question: Moment): string;
  /** The step (RFC 6238 §4.2) whose code was given last. */
  lastStep(): number;
}

export function openPerson(
  { name, phone, otpauth: { secret, period, digits, algorithm } }: TestLearner,
  passage: Passage,
): Person {
  let last = -1;
  const stepAt = ({ time }: Moment) => Math.floor(time / 1000 / period);
  const codeOf = (step: number) => generateSync({ secret, epoch: step * period, period, digits, algorithm });

  return {
    learner: () => ({ ref: `check-${randomUUID()}`, name, phone }),
    async rightCode(question) {
      const next = (last + 1) * period; // seconds
      if (stepAt(question) <= last) await passage.pass(Math.ceil(next - question.time / 1000));
      last = Math.max(stepAt(question), last + 1);
      return codeOf(last);
    },
    wrongCodes(question, count) {
      const near = Array.from({ length: 21 }, (_, i) => codeOf(stepAt(question) + i - 10));
      const candidates = Array.from({ length: count + near.length }, (_, i) => String(i * 1009).padStart(digits, '0'));
      return candidates.filter((code) => !near.includes(code)).slice(0, count);
    },
    oldCode: (question) => codeOf(stepAt(question) - Math.ceil(3600 / period)),
    lastStep: () => last,
  };
}
