/**
 * The rules by which an attempt is judged, and nothing else: no I/O, no clock, no secrets. The store reads the records, asks `judge`
 * and writes what it decided, all in one transaction; so a rule here holds however many attempts arrive at once.
 */
import type { Checkpoint, Reason } from 'mo-otp-gate/contract';
import type { Claims } from './tokens.js';

/** Durations in seconds, and the number of consecutive failures that lock. */
export const limits = { session: 900, challenge: 300, token: 300, tries: 5 } as const;

/** A code can be used once: an owner's accepted steps (RFC 6238 §4.2) only ever grow. */
export interface CodeUse {
  owner: string;
  step: number;
}

/** What a method found out about a proof. `upstream` is the answer code of an outside authority, kept as evidence. */
export type Finding = { upstream?: string } & (
  | { found: 'match'; uses?: CodeUse }
  | { found: Exclude<Reason, 'used-code'> }
  /** Nobody could tell; `retryIn` is seconds. */
  | { found: 'unavailable'; retryIn: number }
);

export interface Session {
  id: string;
  site: string;
  /** The site's own id of its learner. */
  ref: string;
  /** The learner as the site sent them, sealed. */
  learner: string;
  /** Where the learner is about to go. */
  asked: Checkpoint;
  /** The checks on the way there, in their order, and how many of them are passed. */
  due: Checkpoint[];
  position: number;
  /** The only origin that may use this session; `null` leaves it to any origin of the site. */
  origin: string | null;
  /** Epoch milliseconds. */
  expiresAt: number;
}

export interface Challenge {
  id: string;
  session: string;
  /** Which of the session's due checks it asks for. */
  position: number;
  method: string;
  /** Epoch milliseconds. */
  expiresAt: number;
}

/** What is known when an attempt is judged. */
export interface Records {
  challenge: Challenge;
  session: Session;
  /** Consecutive failures of this learner at this site with this method. */
  failures: number;
  /** The last step accepted from the owner of the code, if any. */
  lastStep: number | null;
}

/** What is answered; a token is signed from `claims`, again for each repetition of the attempt. */
export type Ruling =
  | { status: 'verified'; claims: Claims }
  | { status: 'unlocked' | 'expired' | 'locked' }
  | { status: 'rejected'; reason: Reason; attemptsLeft: number }
  | { status: 'unavailable'; retryIn: number };

/** A check that was passed; `tokenExpiresAt` (epoch milliseconds) is `null` when more checks follow and no token is given yet. */
export interface Verification {
  id: string;
  checkpoint: Checkpoint;
  at: number;
  tokenExpiresAt: number | null;
}

/** A ruling and what changes with it; an absent member stays as it is. */
export interface Decision {
  ruling: Ruling;
  failures?: number;
  uses?: CodeUse;
  verification?: Verification;
}

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
