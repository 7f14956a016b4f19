import { randomUUID } from 'node:crypto';
import { generateSync } from 'otplib';
import type { Learner } from 'mo-otp-gate/contract';
import { CaseSkipped } from './errors.js';
import type { VerifierClock } from './verifier-clock.js';
import type { TestLearner } from './settings.js';

/** The verifier's time as a challenge carries it, in epoch milliseconds. */
interface Moment {
  time: number;
}

/** A test learner and the registered phone app. */
export interface Person {
  /**
   * The person as a learner with a new `ref`. Failures are counted by `ref`, so a lock in one case affects no other.
   */
  learner(): Learner;
  /**
   * A right code that was not used before; waits for the next period when the current code was used. Each learner
   * therefore has one code per period (RFC 6238 §5.2).
   */
  rightCode(challenge: Moment): Promise<string>;
  /** Distinct codes that are wrong within ten periods of the challenge. */
  wrongCodes(challenge: Moment, count: number): string[];
  /** The code of an hour before the challenge. */
  oldCode(challenge: Moment): string;
  /** The code of a time step before (negative) or after the challenge's; it counts as used. */
  codeAt(challenge: Moment, steps: number): string;
  /** Seconds of a time step. */
  readonly period: number;
  /** The time step (RFC 6238 §4.2) of the last code returned. */
  lastStep(): number;
}

/** Whether the time is in milliseconds: from 2001 to 5138. */
export const isPlausible = ({ time }: Moment) => time > 1e12 && time < 1e14;

export function openPerson(
  { name, phone, otpauth: { secret, period, digits, algorithm } }: TestLearner,
  verifierClock: VerifierClock,
): Person {
  let last = -1;
  const stepAt = ({ time }: Moment) => Math.floor(time / 1000 / period);
  const codeOf = (step: number) => generateSync({ secret, epoch: step * period, period, digits, algorithm });

  return {
    learner: () => ({ ref: `check-${randomUUID()}`, name, phone }),
    async rightCode(challenge) {
      // one failure, of the case about `time`, is enough
      if (!isPlausible(challenge)) throw new CaseSkipped('needs a challenge with the time in milliseconds');
      const next = (last + 1) * period; // seconds
      if (stepAt(challenge) <= last) await verifierClock.advance(Math.ceil(next - challenge.time / 1000));
      last = Math.max(stepAt(challenge), last + 1);
      return codeOf(last);
    },
    wrongCodes(challenge, count) {
      const near = Array.from({ length: 21 }, (_, i) => codeOf(stepAt(challenge) + i - 10));
      const candidates = Array.from({ length: count + near.length }, (_, i) => String(i * 1009).padStart(digits, '0'));
      return candidates.filter((code) => !near.includes(code)).slice(0, count);
    },
    oldCode: (challenge) => codeOf(stepAt(challenge) - Math.ceil(3600 / period)),
    codeAt(challenge, steps) {
      last = Math.max(last, stepAt(challenge) + steps);
      return codeOf(stepAt(challenge) + steps);
    },
    period,
    lastStep: () => last,
  };
}
