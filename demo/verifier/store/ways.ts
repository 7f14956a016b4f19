/** What the store remembers for the ways to verify beside the phone app. The promises of `Store` hold here too. */
import type { RequestFacts } from '../evidence/evidence.js';
import type { Browser, Challenge, CheckResult, LearnerRef, Session } from '../domain/model.js';

export interface Locks {
  /** The methods that this learner has failed too often. */
  locked(learner: LearnerRef): Promise<string[]>;
}

export interface Browsers {
  /** The one browser that makes codes for this learner. */
  browser(learner: LearnerRef): Promise<Browser | undefined>;
  /** How far the session's learner has come with registering a browser. */
  stage(session: string): Promise<string | undefined>;
}

/** A challenge whose answer is found on a page. */
export interface Checked {
  challenge: Challenge;
  session: Session;
}

export interface Checks {
  checked(ticket: string): Promise<Checked | undefined>;
  /** Keeps what was found out on a page, unless something was before: the first word counts. */
  learn(challenge: string, outcome: CheckResult): Promise<void>;
}

/** One question to an identity provider, by our own number. */
export interface IdentityRequest {
  /** 32 hex digits. */
  number: string;
  challenge: string;
  /** What the provider's half needs to read the answer, sealed. */
  memo: string;
  /** Where a full-page check goes back to; `null` in a window of its own. */
  returnTo: string | null;
}

/** An identifier of a person, as a keyed hash. `kind` says whose identifier it is. */
export interface IdentityHash {
  kind: string;
  hash: string;
}

export interface RequestState extends Checked {
  request: IdentityRequest & { settled: boolean };
  /** What identified this learner before. */
  known: IdentityHash[];
}

/** What a provider's answer changes. `audit` is the reason of a row of evidence for an answer that means nothing. */
export type RequestChange = { outcome: CheckResult; binds: IdentityHash[] } | { audit: string };

export interface IdentityRequests {
  openRequest(request: IdentityRequest): Promise<void>;
  request(number: string): Promise<RequestState | undefined>;
  /** The numbers of a challenge's requests that are not answered yet. */
  openRequests(challenge: string): Promise<string[]>;
  /** Takes a provider's answer: reads the records, calls `rule`, writes what it decided. `undefined` when the number is not ours. */
  settleRequest(
    number: string,
    witness: RequestFacts,
    rule: (records: RequestState) => RequestChange,
  ): Promise<RequestChange | undefined>;
}
