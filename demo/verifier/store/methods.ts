/** The state of the methods beside the phone app. The guarantees of `Store` hold here too. */
import type { Browser, Challenge, CheckResult, LearnerRef, Session } from '../domain/model.js';
import type { SealedFacts } from '../evidence/evidence.js';

export interface Locks {
  /** The methods that a learner is locked out of, after too many failures. */
  lockedMethods(learner: LearnerRef): Promise<string[]>;
}

export interface Browsers {
  /** The browser that generates codes for this learner; there is at most one. */
  browser(learner: LearnerRef): Promise<Browser | undefined>;
  /** The stage of registering a browser in this session. */
  stage(session: string): Promise<string | undefined>;
}

/** A challenge with a check, and its session. */
export interface CheckContext {
  challenge: Challenge;
  session: Session;
}

export interface Checks {
  checkByTicket(ticket: string): Promise<CheckContext | undefined>;
  /** Saves the outcome of a check on a page, unless there is one already: the first counts. */
  saveOutcome(challenge: string, outcome: CheckResult): Promise<void>;
}

/** A request to an identity provider, identified by a number of ours. */
export interface IdentityRequest {
  /** 32 hex digits. */
  number: string;
  challenge: string;
  /** The data that the provider's adapter needs to read the answer, sealed. */
  memo: string;
  /** The address that a full-page check returns to; `null` for a check in a popup. */
  returnTo: string | null;
}

/** An identifier of a person, as a keyed hash; `kind` names the system that it belongs to. */
export interface IdentityHash {
  kind: string;
  hash: string;
}

export interface RequestState extends CheckContext {
  request: IdentityRequest & { settled: boolean };
  /** The identifiers that earlier checks have bound to this learner. */
  known: IdentityHash[];
}

/**
 * The change that a provider's answer makes. `audit` is the reason in the evidence of an answer that changes nothing.
 */
export type RequestChange = { outcome: CheckResult; binds: IdentityHash[] } | { audit: string };

export interface IdentityRequests {
  openRequest(request: IdentityRequest): Promise<void>;
  request(number: string): Promise<RequestState | undefined>;
  /** The numbers of a challenge's requests that have no answer yet. */
  openRequests(challenge: string): Promise<string[]>;
  /**
   * Settles a request with a provider's answer: reads its state, calls `rule` within the transaction, writes the
   * change. `undefined` for an unknown number.
   */
  settleRequest(
    number: string,
    facts: SealedFacts,
    rule: (state: RequestState) => RequestChange,
  ): Promise<RequestChange | undefined>;
}
