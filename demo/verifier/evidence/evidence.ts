/** Evidence: every attempt and its verdict, append-only, for inspectors who ask years later. */

/** Facts of the request that belong to its evidence; `at` is epoch milliseconds. */
export interface RequestFacts {
  at: number;
  ip: string;
  userAgent: string | null;
  /** The result code of an authority upstream. */
  upstream: string | null;
  /** An identity provider's own number of its check. */
  transaction: string | null;
}

/**
 * One attempt and its verdict. `attemptNumber` counts within the session; `kind` and `number` identify the checkpoint.
 */
export interface Evidence extends RequestFacts {
  site: string;
  /** The site's own id of its learner. */
  ref: string;
  course: string;
  class: string;
  kind: string;
  number: number | null;
  method: string;
  attemptNumber: number;
  status: string;
  reason: string | null;
}

/** Evidence as an entry of its learner's chain, the `entry`th, counted from 1. */
export interface Entry extends Evidence {
  /** The version of the format: it determines which fields the hash covers. */
  version: number;
  entry: number;
  /** The hash of the entry before, empty for the first. */
  previous: string;
  hash: string;
}

/** A filter for the evidence of a site; `from` and `to` (exclusive) are epoch milliseconds. */
export interface EvidenceQuery {
  site: string;
  learner?: string | undefined;
  course?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
}

/** The number of attempts with a status on a day in Korea, counted from 1970-01-01. */
export interface DayCount {
  day: number;
  status: string;
  count: number;
}

/**
 * A learner's chain: its number of `entries`, the hash of the last, and how many of the first were `removed` by
 * retention.
 */
export interface Chain {
  site: string;
  ref: string;
  entries: number;
  removed: number;
  hash: string;
}

export interface EvidenceLog {
  /** At most `limit` entries in the order of time, those after the entry `after`. */
  evidence(query: EvidenceQuery, limit: number, after?: Pick<Entry, 'at' | 'ref' | 'entry'>): Promise<Entry[]>;
  /** At most `limit` entries, the newest first, without the `skip` newest. */
  latestEvidence(query: EvidenceQuery, limit: number, skip: number): Promise<Entry[]>;
  /** The days with evidence in their order. */
  evidenceByDay(query: EvidenceQuery): Promise<DayCount[]>;
  /** At most `limit` chains, those after the chain `after`. */
  chains(limit: number, after?: Pick<Chain, 'site' | 'ref'>): Promise<Chain[]>;
  /** The entries of a chain that are kept, in their order. */
  chain(of: Pick<Chain, 'site' | 'ref'>): Promise<Entry[]>;
  /**
   * Removes entries from before `before` (epoch milliseconds), from the start of chains only, and the operators' audit
   * log before it; of one site, or of all.
   */
  removeEvidence(before: number, site?: string): Promise<void>;
}
