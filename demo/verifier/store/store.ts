import type { EvidenceTable, SealedFacts } from '../evidence/evidence.js';
import type { Past } from '../domain/policy.js';
import type {
  Challenge,
  CodeUse,
  StateChange,
  LearnerRef,
  AttemptState,
  StoredVerdict,
  Session,
} from '../domain/model.js';
import type { Assets } from './assets.js';
import type { Operators } from './operators.js';
import type { SiteHealth } from './health.js';
import type { EraseLearner } from './erase-learner.js';
import type { EarlierData } from './earlier-data.js';
import type { DataKeyRotation } from './data-key-rotation.js';
import type { DataKeyTable, Learners } from './learners.js';
import type { Browsers, Checks, IdentityRequests, Locks } from './methods.js';
import type { Sites } from './sites.js';
import type { VersionedSettings } from './site-settings.js';
import type { Switches } from './switches.js';
import type { Outbox, UpstreamQueries } from './upstream.js';

/**
 * The verifier's database. Every operation is atomic, isolated and durable; rate limits alone may be lost in a crash of
 * the machine. A rule that an operation takes is called within the transaction, on the state that holds there, and may
 * be called again if the transaction was rolled back. All times are epoch milliseconds.
 */
export interface Store
  extends
    Sites,
    VersionedSettings,
    Sessions,
    Attempts,
    SiteHealth,
    Learners,
    DataKeyTable,
    DataKeyRotation,
    EarlierData,
    EraseLearner,
    EvidenceTable,
    Operators,
    Locks,
    Browsers,
    Checks,
    IdentityRequests,
    Devices,
    RateLimits,
    UpstreamQueries,
    Outbox,
    Switches,
    Assets,
    Keys {
  /**
   * Removes what expired before `before`: sessions with their learners' data, challenges, registrations. Never
   * evidence. One call does one bounded step; true: there may be more to remove.
   */
  removeExpired(before: number): Promise<boolean>;
  /** The time of the database's own clock. */
  time(): Promise<number>;
  /** Writes a row of no meaning, durably: fulfilled when the database can be written to. */
  probeWrite(at: number): Promise<void>;
  /** Closes after the operations under way have finished. */
  close(): Promise<void>;
}

export interface Sessions {
  /** The learner's earlier verifications in this course and class. */
  history(learner: LearnerRef, course: string, classCode: string): Promise<Past[]>;
  openSession(session: Session): Promise<void>;
  /**
   * The learner's sessions with a full-page check at a provider that has no outcome yet at the time `now`, the newest
   * first.
   */
  sessionsUnderWay(learner: LearnerRef, now: number): Promise<Session[]>;
  session(id: string): Promise<Session | undefined>;
  openChallenge(challenge: Challenge): Promise<void>;
  /** Consecutive failures of a learner with a method. */
  failures(learner: LearnerRef, method: string): Promise<number>;
}

/** A redeemed token. */
export interface Redemption {
  session: Session;
  method: string;
  verifiedAt: number;
}

/** Identifies an attempt; `uses` is its code, if it is one that can be used only once. */
export interface AttemptKey {
  challenge: string;
  attempt: string;
  uses?: CodeUse;
}

/** An attempt to be decided, and its learner. */
export interface Attempt extends AttemptKey {
  learner: LearnerRef;
}

/** The state that an attempt is judged by, and the final verdict if it was decided earlier. */
export type StoredAttempt = AttemptState & { earlier: StoredVerdict | null };

export interface Attempts {
  storedAttempt(key: AttemptKey): Promise<StoredAttempt | undefined>;
  /**
   * Decides an attempt: reads its state, calls `rule`, writes the change and one entry of evidence. An attempt that
   * already has a final verdict is answered with it, and nothing is written.
   * @throws when there is no such challenge
   */
  decide(attempt: Attempt, facts: SealedFacts, rule: (state: AttemptState) => StateChange): Promise<StoredVerdict>;
  /**
   * Redeems a site's token: its session, once; afterwards `used`; `unknown` for a token that was never issued, `expired`
   * when its session is gone. With a `key` the same session again to who repeats it within the lifetime of a token, and
   * `key-of-another` when the site has redeemed another token with it. With `isExpired` only that repetition succeeds.
   */
  redeem(
    jti: string,
    site: string,
    at: number,
    repetition?: { key: string; isExpired: boolean },
  ): Promise<Redemption | 'used' | 'unknown' | 'expired' | 'key-of-another'>;
}

/** A registered phone app. Names and phone numbers are stored as keyed hashes only: they can be compared, not read. */
export interface Device {
  id: string;
  phoneHash: string;
  nameHash: string;
  /** The TOTP secret, sealed. */
  secret: string;
}

/** A device with the wrong codes that were typed for it, at any site, since the time of the first (epoch milliseconds). */
export interface GuessedDevice extends Device {
  wrongCodes: number;
  wrongSince: number;
}

/** A device with its consecutive wrong PINs and the verdict of its last unlock. */
export interface UnlockState extends GuessedDevice {
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
  /** Where the message was requested from, as a keyed hash. */
  network: string;
  nameHash: string;
  codeHash: string;
  triesLeft: number;
  sentAt: number;
  expiresAt: number;
}

export type RegistrationVerdict =
  { status: 'registered' } | { status: 'rejected'; attemptsLeft: number } | { status: 'expired' };
/** `device` replaces the one that its phone number had. */
export type RegistrationChange = { verdict: RegistrationVerdict; triesLeft: number; device?: Device };

export interface Devices {
  deviceOfPhone(phoneHash: string): Promise<UnlockState | undefined>;
  /**
   * Counts a wrong code, from 1 again where the first was before `since`. Returns the count.
   */
  countWrongCode(id: string, now: number, since: number): Promise<number>;
  clearWrongCodes(id: string): Promise<void>;
  /** Replaces a device's name hash by one of a newer rule, unless it has changed. */
  replaceNameHash(id: string, from: string, to: string): Promise<void>;
  /**
   * Opens a registration unless `rule`, given the times of earlier messages to this number
   * from this network, returns a wait in seconds.
   */
  openRegistration(registration: Registration, rule: (sentAt: number[]) => number): Promise<number>;
  /** `undefined` when there is no such registration. */
  settleRegistration(
    id: string,
    rule: (registration: Registration) => RegistrationChange,
  ): Promise<RegistrationVerdict | undefined>;
  /** `undefined` for an unknown or replaced device. A repetition of the last attempt gets the same verdict. */
  unlock(
    device: string,
    attempt: string,
    rule: (state: UnlockState) => UnlockChange,
  ): Promise<UnlockVerdict | undefined>;
}

/** A rate limit: one request every `interval` (whole milliseconds), `burst` of them at once. */
export interface Bucket {
  name: string;
  interval: number;
  burst: number;
}

export interface RateLimits {
  /**
   * Counts a request in each bucket up to the first full one. Returns the milliseconds until that one has room, or 0.
   */
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
  /** The sealed key of the keyed hashes; `undefined` in a database that no verifier has used. */
  storedLookupKey(id: string): Promise<string | undefined>;
}

export interface Keys extends LookupKeys {
  /** All keys for tokens, the oldest first. */
  signingKeys(): Promise<SigningKey[]>;
  /** Adds the first key unless another process was first. Returns the first key. */
  firstSigningKey(key: SigningKey): Promise<SigningKey>;
  addSigningKey(key: SigningKey): Promise<void>;
  /** Everything that is sealed for longer than a day. */
  sealedTexts(): Promise<SealedText[]>;
  /** Replaces a sealed text unless it has changed. */
  replaceSealed(text: SealedText, resealed: string): Promise<void>;
}
