/** The domain types: the input and output of the gatekeeper's rules, which the store persists. */
import type { Checkpoint, Reason } from 'mo-otp-gate/contract';
import type { Carrier } from './switches.js';

/** A message to the upstream authority, sealed. */
export interface OutboxItem {
  id: string;
  message: string;
}

/** A learner at a site; `ref` is the verifier's own id, which `learners/directory.ts` finds by the site's. */
export interface LearnerRef {
  site: string;
  ref: string;
}

/**
 * The use of a code. A code is accepted once: the accepted steps of an owner (RFC 6238 §4.2) only increase, but for
 * those of a clock that was ahead.
 */
export interface CodeUse {
  owner: string;
  step: number;
}

/** A browser registered for web OTP; its secret is sealed. */
export interface Browser {
  id: string;
  secret: string;
}

/**
 * The result of checking a proof. The upstream authority's answer code and the identity provider's transaction number
 * become evidence; the carrier of a checked phone can be switched off.
 */
export type CheckResult = { upstream?: string; transaction?: string; carrier?: Carrier } & (
  | { found: 'match'; uses?: CodeUse; registers?: Browser }
  /** A stage of the method is complete; its next challenge follows. */
  | { found: 'progress'; stage: string }
  | { found: Exclude<Reason, 'used-code'> }
  /** The upstream authority has locked the learner, independently of our own count. */
  | { found: 'locked' }
  /** The check could not be made; `retryIn` is seconds. */
  | { found: 'unavailable'; retryIn: number }
);

/** There is no result yet; `retryIn` is seconds. */
export interface Pending {
  found: 'pending';
  retryIn: number;
}

export interface Session {
  id: string;
  site: string;
  /** The verifier's own id of the learner. */
  ref: string;
  /** The learner as the site sent them, sealed. */
  learner: string;
  /** The checkpoint that the learner is about to enter. */
  target: Checkpoint;
  /** The checks that are due, in order, and the number of those passed. */
  due: Checkpoint[];
  position: number;
  /** The only origin that may use this session; `null` allows every origin of the site. */
  origin: string | null;
  /** The methods that the site restricts the session to; absent: all that the policy offers. */
  methods?: string[];
  /** The version of the site's settings that the session began with; absent: the site had none of its own. */
  settingsVersion?: number;
  /** Set when the site has given up the session's origin since. */
  originRemoved?: true;
  /** Epoch milliseconds. */
  expiresAt: number;
}

/** The state of a challenge that allows one answer only, or whose result comes from a page of ours. */
export interface PageCheck {
  /** Identifies the challenge in URLs, which must not contain its id. */
  ticket: string;
  /** Private to the method. */
  memo: string;
  /** The result from a page, until it becomes the verdict. */
  outcome: CheckResult | null;
  /** Whether it was answered. */
  ended: boolean;
}

export interface Challenge {
  id: string;
  session: string;
  /** The index of its check among the session's due checks. */
  position: number;
  method: string;
  /** Epoch milliseconds. */
  expiresAt: number;
  /** For methods that need one. */
  check?: PageCheck;
}

/** The state that an attempt is judged by. */
export interface AttemptState {
  challenge: Challenge;
  session: Session;
  /** Consecutive failures of this learner at this site with this method. */
  failures: number;
  /** All methods that the learner is locked out of. */
  locked: string[];
  /** The last accepted step of the code's owner, if any, without those of a clock that was ahead. */
  lastStep: number | null;
}

/** The claims of a token (RFC 7519; `iat` and `exp` in seconds). No name, no phone number. */
export interface Claims {
  jti: string;
  /** The site. */
  aud: string;
  /** The learner: the verifier's own id where claims are stored, the site's in a token. */
  sub: string;
  iat: number;
  exp: number;
  method: string;
  checkpoint: Omit<Checkpoint, 'title'>;
  origin?: string;
}

/** A verdict as it is stored. The token is signed from `claims`, again for each retry of the attempt. */
export type StoredVerdict =
  | { status: 'verified'; claims: Claims }
  | { status: 'unlocked' | 'expired' | 'locked' }
  | { status: 'rejected'; reason: Reason; attemptsLeft?: number }
  | { status: 'unavailable'; retryIn: number };

/** A passed check; `tokenExpiresAt` (epoch milliseconds) is `null` if more checks follow and no token is issued yet. */
export interface Verification {
  id: string;
  checkpoint: Checkpoint;
  at: number;
  tokenExpiresAt: number | null;
}

/** A verdict and the changes of state with it; an absent member means no change. */
export interface StateChange {
  verdict: StoredVerdict;
  failures?: number;
  uses?: CodeUse;
  verification?: Verification;
  registers?: Browser;
  stage?: string;
  /** Messages to the upstream authority, delivered eventually. */
  outboxMessages?: OutboxItem[];
  /** Methods whose failures are cleared. */
  unlocks?: string[];
  /** Ends the challenge, or clears only the result from its page. */
  ends?: 'challenge' | 'outcome';
}
