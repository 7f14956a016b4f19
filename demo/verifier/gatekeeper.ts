/**
 * The rules by which an attempt is judged, and nothing else: no I/O, no clock, no secrets. The store reads the records, asks `judge`
 * and writes what it decided, all in one transaction; so a rule here holds however many attempts arrive at once.
 */
import type { Reason } from 'mo-otp-gate/contract';
import type { Claims, Decision, Finding, Records, Ruling } from './records.js';

/** Durations in seconds, and the number of consecutive failures that lock. */
export const limits = { session: 900, challenge: 300, token: 300, tries: 5 } as const;

/** Whether a repetition of the attempt is answered with this ruling again; "nobody could tell" is not worth remembering. */
export const isFinal = ({ status }: Ruling): boolean => status !== 'unavailable';

/** The ruling that needs no look at the proof: the challenge is over, or the learner is locked. `now` is epoch milliseconds. */
export function foregone({ challenge, session, failures }: Records, now: number): Ruling | undefined {
  if (now >= challenge.expiresAt || challenge.position !== session.position) return { status: 'expired' };
  if (failures >= limits.tries) return { status: 'locked' };
  return undefined;
}

/** Judges one attempt at the time `now` (epoch milliseconds); `id` is fresh and names the verification, should it become one. */
export function judge(records: Records, finding: Finding, now: number, id: string): Decision {
  const ruling = foregone(records, now);
  if (ruling) return { ruling };
  switch (finding.found) {
    case 'unavailable':
      return { ruling: { status: 'unavailable', retryIn: finding.retryIn } };
    case 'match':
      // RFC 6238 §5.2: the second attempt of a code must not be accepted
      if (finding.uses && records.lastStep !== null && finding.uses.step <= records.lastStep) return rejected(records.failures, 'used-code');
      return { ...accepted(records, now, id), ...(finding.uses && { uses: finding.uses }) };
    default:
      return rejected(records.failures, finding.found);
  }
}

/** Only a wrong guess counts towards the lock: what is no guess cannot help a guesser. */
function rejected(before: number, reason: Reason): Decision {
  const failures = reason === 'wrong-code' ? before + 1 : before;
  return { ruling: { status: 'rejected', reason, attemptsLeft: limits.tries - failures }, failures };
}

function accepted({ challenge, session }: Records, now: number, id: string): Decision {
  const checkpoint = session.due[session.position]!;
  const passed = { failures: 0, verification: { id, checkpoint, at: now, tokenExpiresAt: null } };
  if (session.position + 1 < session.due.length) return { ruling: { status: 'unlocked' }, ...passed };
  const iat = Math.floor(now / 1000);
  const { kind, course, class: of, number } = session.asked;
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
  return { ruling: { status: 'verified', claims }, ...passed, verification: { ...passed.verification, tokenExpiresAt: claims.exp * 1000 } };
}
