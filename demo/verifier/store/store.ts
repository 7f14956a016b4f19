import type { EvidenceLog, RequestFacts } from '../evidence/evidence.js';
import type { Past } from '../domain/policy.js';
import type { Challenge, StateChange, LearnerRef, AttemptState, StoredVerdict, Session } from '../domain/model.js';
import type { Operators } from './operators.js';
import type { Outbox, Questions } from './outside.js';
import type { Browsers, Checks, IdentityRequests, Locks } from './ways.js';

/**
 * What the verifier remembers. Every operation is whole: it happens completely or not at all, alone among all that run at the same time,
 * and it is on disk before its promise is fulfilled. A rule that an operation takes is called inside the transaction, with what is true there.
 * All times are epoch milliseconds.
 */
export interface Store
  extends
    Sites,
    Sessions,
    Attempts,
    EvidenceLog,
    Operators,
    Locks,
    Browsers,
    Checks,
    IdentityRequests,
    Devices,
    RateLimits,
    Questions,
    Outbox,
    Keys {
  /** Forgets what is over since before `before`: sessions with their learners' data, challenges, text messages. Never evidence. */
  forget(before: number): Promise<void>;
  /** Fulfilled when the store answers. */
  ping(): Promise<void>;
  /** Lets operations under way finish, then closes. */
  close(): Promise<void>;
}

export interface Site {
  id: string;
  name: string;
  /** The origins whose pages may use the site's sessions, as browsers write them. */
  origins: string[];
}

/** A site's secret is known here by its SHA-256 only. */
export interface SiteSecret {
  hash: string;
  createdAt: number;
  revokedAt: number | null;
}

export interface Sites {
  /** Registers a site, or gives it another name and other origins. */
  putSite(site: Site): Promise<void>;
  site(id: string): Promise<Site | undefined>;
  /** The site that a secret belongs to, unless it was revoked. */
  siteBySecret(hash: string): Promise<Site | undefined>;
  isOriginOfAnySite(origin: string): Promise<boolean>;
  /** A site may have several secrets, so that one can be replaced without an interruption. Adding one twice changes nothing. */
  addSecret(site: string, hash: string, at: number): Promise<void>;
  secrets(site: string): Promise<SiteSecret[]>;
  /** Whether there was such a secret to revoke. */
  revokeSecret(site: string, hash: string, at: number): Promise<boolean>;
}

export interface Sessions {
  /** What the learner verified before in this course and class. */
  history(learner: LearnerRef, course: string, classCode: string): Promise<Past[]>;
  openSession(session: Session): Promise<void>;
  /** The learner's sessions that they left for a provider's page in the same window and whose outcome is awaited at the time `now`; the newest first. */
  sessionsUnderWay(learner: LearnerRef, now: number): Promise<Session[]>;
  session(id: string): Promise<Session | undefined>;
  openChallenge(challenge: Challenge): Promise<void>;
  /** Consecutive failures of a learner with a method. */
  failures(learner: LearnerRef, method: string): Promise<number>;
}

/** Which attempt at which challenge; `owner` names whose codes are used up, where codes can be. */
export interface AttemptKey {
  challenge: string;
  attempt: string;
  owner?: string;
}

/** An attempt that is to be decided, and whose it is. */
export interface Attempt extends AttemptKey {
  learner: LearnerRef;
}

/** The records of a challenge, and how this very attempt was ruled before. */
export type StoredAttempt = AttemptState & { earlier: StoredVerdict | null };

export interface Attempts {
  storedAttempt(key: AttemptKey): Promise<StoredAttempt | undefined>;
  /**
   * Judges an attempt: reads the records, calls `rule`, writes what it decided and one row of evidence. An attempt that already has a
   * final ruling is answered with that one, and nothing is written.
   * @throws when there is no such challenge
   */
  decide(attempt: Attempt, witness: RequestFacts, rule: (records: AttemptState) => StateChange): Promise<StoredVerdict>;
  /** Marks a site's token as redeemed: the session it came from, once; afterwards `used`; `unknown` for a token that was never given. */
  redeem(
    jti: string,
    site: string,
    at: number,
  ): Promise<{ session: Session; method: string; verifiedAt: number } | 'used' | 'unknown'>;
}

/** A registered phone app. Names and phone numbers are kept as keyed hashes only: enough to compare, not to read. */
export interface Device {
  id: string;
  phoneHash: string;
  nameHash: string;
  /** The TOTP secret, sealed. */
  secret: string;
}

/** Wrong PINs in a row, and how the last unlock was answered. */
export interface UnlockState extends Device {
  failures: number;
  last: { attempt: string; verdict: UnlockVerdict } | null;
}

export type UnlockVerdict =
  { status: 'unlocked' } | { status: 'locked' } | { status: 'rejected'; attemptsLeft: number };
export type UnlockChange = { verdict: UnlockVerdict; failures: number };

/** A phone number that is being confirmed by text message. */
export interface Registration {
  id: string;
  phoneHash: string;
  nameHash: string;
  codeHash: string;
  triesLeft: number;
  sentAt: number;
  expiresAt: number;
}

export type RegistrationVerdict =
  { status: 'registered' } | { status: 'rejected'; attemptsLeft: number } | { status: 'expired' };
/** `device` is registered in the place of the one that its phone number had. */
export type RegistrationChange = { verdict: RegistrationVerdict; triesLeft: number; device?: Device };

export interface Devices {
  deviceOfPhone(phoneHash: string): Promise<UnlockState | undefined>;
  /** Opens a registration unless `rule`, told when earlier messages went to this number, answers with a wait in seconds. */
  openRegistration(registration: Registration, rule: (sentAt: number[]) => number): Promise<number>;
  /** `undefined` when there is no such registration. */
  settleRegistration(
    id: string,
    rule: (registration: Registration) => RegistrationChange,
  ): Promise<RegistrationVerdict | undefined>;
  /** `undefined` when there is no such device, or no longer. The attempt that came last is answered as it was. */
  unlock(
    device: string,
    attempt: string,
    rule: (records: UnlockState) => UnlockChange,
  ): Promise<UnlockVerdict | undefined>;
}

/** Lets one request pass every `interval` (whole milliseconds), `burst` of them at once. */
export interface Bucket {
  name: string;
  interval: number;
  burst: number;
}

export interface RateLimits {
  /** Counts a request in every bucket, up to the first that is full: how many milliseconds until that one is not, or 0. */
  enter(buckets: Bucket[], now: number): Promise<number>;
}

/** A private key (JWK), sealed. */
export interface SigningKey {
  kid: string;
  sealed: string;
  createdAt: number;
}

/** A text under a master key; `id` is the place that it was sealed for. */
export interface SealedText {
  table: string;
  id: string;
  sealed: string;
}

export interface LookupKeys {
  /** The key of the keyed hashes, sealed: this one unless another process was first. */
  lookupKey(key: Pick<SealedText, 'id' | 'sealed'>): Promise<string>;
}

export interface Keys extends LookupKeys {
  /** All keys for tokens, the oldest first. */
  signingKeys(): Promise<SigningKey[]>;
  /** Adds the first key unless another process was first; answers the one that stands. */
  firstSigningKey(key: SigningKey): Promise<SigningKey>;
  addSigningKey(key: SigningKey): Promise<void>;
  /** Everything that is sealed for longer than a day. */
  sealedTexts(): Promise<SealedText[]>;
  /** Replaces a sealed text unless it has changed. */
  replaceSealed(text: SealedText, resealed: string): Promise<void>;
}
