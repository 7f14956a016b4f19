/** What the gatekeeper's rules read and what they decide; the store keeps it. */
import type { Checkpoint, Reason } from 'mo-otp-gate/contract';

/** Something that must be told outside, sealed. */
export interface OutboxItem {
  id: string;
  message: string;
}

/** Which learner at which site: the site's own id of them. */
export interface LearnerRef {
  site: string;
  ref: string;
}

/** A code can be used once: an owner's accepted steps (RFC 6238 §4.2) only ever grow. */
export interface CodeUse {
  owner: string;
  step: number;
}

/** A browser that makes a learner's codes; its secret is sealed. */
export interface Browser {
  id: string;
  secret: string;
}

/** What a method found out about a proof. An outside authority's answer code and an identity provider's number are kept as evidence. */
export type CheckResult = { upstream?: string; transaction?: string } & (
  | { found: 'match'; uses?: CodeUse; registers?: Browser }
  /** A step within the method is done; the learner goes on to its next challenge. */
  | { found: 'progress'; stage: string }
  | { found: Exclude<Reason, 'used-code'> }
  /** An outside authority has locked the learner, whatever was counted here. */
  | { found: 'locked' }
  /** Nobody could tell; `retryIn` is seconds. */
  | { found: 'unavailable'; retryIn: number }
);

/** Nothing is found yet; `retryIn` is seconds. */
export interface Pending {
  found: 'pending';
  retryIn: number;
}

export interface Session {
  id: string;
  site: string;
  /** The site's own id of its learner. */
  ref: string;
  /** The learner as the site sent them, sealed. */
  learner: string;
  /** Where the learner is about to go. */
  target: Checkpoint;
  /** The checks on the way there, in their order, and how many of them are passed. */
  due: Checkpoint[];
  position: number;
  /** The only origin that may use this session; `null` leaves it to any origin of the site. */
  origin: string | null;
  /** The only methods that the site wants; without it, all that the policy offers. */
  methods?: string[];
  /** Epoch milliseconds. */
  expiresAt: number;
}

/** What is remembered of a challenge that has one answer only, or whose answer is found on a page of ours. */
export interface PageCheck {
  /** Names the challenge in addresses, where its id must not stand. */
  ticket: string;
  /** The method's own. */
  memo: string;
  /** What was found out on a page, until it is told. */
  outcome: CheckResult | null;
  /** Whether it was answered. */
  ended: boolean;
}

export interface Challenge {
  id: string;
  session: string;
  /** Which of the session's due checks it asks for. */
  position: number;
  method: string;
  /** Epoch milliseconds. */
  expiresAt: number;
  /** For methods that need one. */
  check?: PageCheck;
}

/** What is known when an attempt is judged. */
export interface AttemptState {
  challenge: Challenge;
  session: Session;
  /** Consecutive failures of this learner at this site with this method. */
  failures: number;
  /** The methods, this one or others, that the learner is locked out of. */
  locked: string[];
  /** The last step accepted from the owner of the code, if any. */
  lastStep: number | null;
}

/** What a token says (RFC 7519 names; `iat` and `exp` in seconds). No name, no phone number. */
export interface Claims {
  jti: string;
  /** The site. */
  aud: string;
  /** The site's own id of its learner. */
  sub: string;
  iat: number;
  exp: number;
  method: string;
  checkpoint: Omit<Checkpoint, 'title'>;
  origin?: string;
}

/** What is answered; a token is signed from `claims`, again for each repetition of the attempt. */
export type StoredVerdict =
  | { status: 'verified'; claims: Claims }
  | { status: 'unlocked' | 'expired' | 'locked' }
  | { status: 'rejected'; reason: Reason; attemptsLeft?: number }
  | { status: 'unavailable'; retryIn: number };

/** A check that was passed; `tokenExpiresAt` (epoch milliseconds) is `null` when more checks follow and no token is given yet. */
export interface Verification {
  id: string;
  checkpoint: Checkpoint;
  at: number;
  tokenExpiresAt: number | null;
}

/** A ruling and what changes with it; an absent member stays as it is. */
export interface StateChange {
  verdict: StoredVerdict;
  failures?: number;
  uses?: CodeUse;
  verification?: Verification;
  registers?: Browser;
  stage?: string;
  /** What must be told outside, sooner or later. */
  outboxMessages?: OutboxItem[];
  /** Methods whose failures are forgotten. */
  unlocks?: string[];
  /** What is over with it: the challenge, or only what a page found out for it. */
  ends?: 'challenge' | 'outcome';
}
