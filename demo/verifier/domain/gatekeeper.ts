/**
 * The rules that judge an attempt: pure, without I/O, clock or secrets. The store reads the attempt state, calls
 * `judge` and writes the change in one transaction, so the rules hold under concurrency.
 */
import type { Reason } from 'mo-otp-gate/contract';
import { isOpen } from './clock.js';
import { limits } from './limits.js';
import type { Claims, StateChange, CheckResult, AttemptState, StoredVerdict } from './model.js';

/** The effect of a passed challenge, which the policy decides. */
export interface MethodEffect {
  /** Whether it verifies the checkpoint. */
  verifies: boolean;
  /** For methods that unlock: whether the learner returns to the locked method, or is verified as well. */
  unlocks?: 'leads-back' | 'verifies';
}

/**
 * Whether a retry of the attempt gets this verdict again; `unavailable` is not stored, so that a retry checks again.
 */
export const isFinal = ({ status }: StoredVerdict): boolean => status !== 'unavailable';

/** Whether a challenge accepts no more answers at `now` (epoch milliseconds). */
export const isEnded = ({ challenge, session }: Pick<AttemptState, 'challenge' | 'session'>, now: number): boolean =>
  !isOpen(challenge.expiresAt, now, limits.challenge * 1000) ||
  challenge.position !== session.position ||
  challenge.check?.ended === true;

/**
 * The verdict that does not depend on the proof: the challenge has ended, or the learner is locked. `now` is epoch
 * milliseconds.
 */
export function verdictWithoutCheck(records: AttemptState, now: number): StoredVerdict | undefined {
  if (isEnded(records, now)) return { status: 'expired' };
  if (records.failures >= limits.tries) return { status: 'locked' };
  return undefined;
}

/** Judges one attempt at `now` (epoch milliseconds). `id` is a new id for the verification, if there is one. */
export function judge(
  records: AttemptState,
  result: CheckResult,
  now: number,
  id: string,
  effect: MethodEffect = { verifies: true },
): StateChange {
  const settled = verdictWithoutCheck(records, now);
  if (settled) return { verdict: settled };
  switch (result.found) {
    case 'unavailable':
      // cleared, so that a retry does not get the same outage again
      return {
        verdict: { status: 'unavailable', retryIn: result.retryIn },
        ...(records.challenge.check?.outcome && { ends: 'outcome' }),
      };
    case 'locked':
      return { verdict: { status: 'locked' }, failures: limits.tries };
    case 'progress':
      return { verdict: { status: 'unlocked' }, stage: result.stage, ends: 'challenge' };
    case 'match':
      // RFC 6238 §5.2: the second attempt of a code must not be accepted
      if (result.uses && records.lastStep !== null && result.uses.step <= records.lastStep)
        return rejected(records.failures, 'used-code');
      return {
        ...passed(records, now, id, effect),
        ...(result.uses && { uses: result.uses }),
        ...(result.registers && { registers: result.registers }),
      };
    default:
      return rejected(records.failures, result.found);
  }
}

/** Only wrong codes count towards the lock; other methods allow one answer per challenge. */
function rejected(before: number, reason: Reason): StateChange {
  if (reason === 'wrong-answer' || reason === 'not-same-person' || reason === 'cancelled')
    return { verdict: { status: 'rejected', reason }, ends: 'challenge' };
  const failures = reason === 'wrong-code' ? before + 1 : before;
  return { verdict: { status: 'rejected', reason, attemptsLeft: limits.tries - failures }, failures };
}

/** Clears the learner's locks first; the method's effect says whether that also verifies. */
function passed(records: AttemptState, now: number, id: string, { verifies, unlocks }: MethodEffect): StateChange {
  const open = unlocks && records.locked.length > 0 ? { unlocks: records.locked } : {};
  if (verifies && !(open.unlocks && unlocks === 'leads-back')) return { ...accepted(records, now, id), ...open };
  return { verdict: { status: 'unlocked' }, ...open, ends: 'challenge' };
}

function accepted({ challenge, session }: AttemptState, now: number, id: string): StateChange {
  const checkpoint = session.due[session.position]!;
  const passed = { failures: 0, verification: { id, checkpoint, at: now, tokenExpiresAt: null } };
  if (session.position + 1 < session.due.length) return { verdict: { status: 'unlocked' }, ...passed };
  const iat = Math.floor(now / 1000);
  const { kind, course, class: of, number } = session.target;
  const claims: Claims = {
    jti: id,
    aud: session.site,
    sub: session.ref,
    iat,
    exp: iat + limits.token,
    method: challenge.method,
    checkpoint: { kind, course, class: of, ...(number !== undefined && { number }) },
    ...(session.origin !== null && { origin: session.origin }),
  };
  return {
    verdict: { status: 'verified', claims },
    ...passed,
    verification: { ...passed.verification, tokenExpiresAt: claims.exp * 1000 },
  };
}
