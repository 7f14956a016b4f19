/** What an inspector may ask about, years later: every attempt and its verdict, never changed afterwards. */

/** What is known of the request beside its ruling; `at` is epoch milliseconds. */
export interface RequestFacts {
  at: number;
  ip: string;
  userAgent: string | null;
  /** An outside authority's answer code. */
  upstream: string | null;
  /** An identity provider's own number of its check. */
  transaction: string | null;
}

/** One attempt and its verdict. `attemptNumber` counts within the session, `kind` and `number` say which checkpoint it was. */
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

/** Evidence in its learner's chain: the `entry`th of them, 1 being the first. */
export interface Entry extends Evidence {
  entry: number;
  /** The hash of the entry before, empty for the first. */
  previous: string;
  hash: string;
}

/** Which evidence of a site to show; `from` and `to` (exclusive) are epoch milliseconds. */
export interface EvidenceQuery {
  site: string;
  learner?: string | undefined;
  course?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
}

/** How often attempts ended with a status on a day in Korea, counted from 1970-01-01. */
export interface DayCount {
  day: number;
  status: string;
  count: number;
}

/** A learner's chain: it has had so many `entries`, the last with this hash; the first `forgotten` were removed by the retention setting. */
export interface Chain {
  site: string;
  ref: string;
  entries: number;
  forgotten: number;
  hash: string;
}

export interface EvidenceLog {
  /** At most `most` entries in the order of their times, those after the entry `after`. */
  evidence(query: EvidenceQuery, limit: number, after?: Pick<Entry, 'at' | 'ref' | 'entry'>): Promise<Entry[]>;
  /** At most `most` entries, the newest first, without the `skip` newest. */
  latestEvidence(query: EvidenceQuery, limit: number, skip: number): Promise<Entry[]>;
  /** The days with evidence in their order. */
  evidenceByDay(query: EvidenceQuery): Promise<DayCount[]>;
  /** At most `most` chains, those after the chain `after`. */
  chains(limit: number, after?: Pick<Chain, 'site' | 'ref'>): Promise<Chain[]>;
  /** All entries of a chain that are kept, in their order. */
  chain(of: Pick<Chain, 'site' | 'ref'>): Promise<Entry[]>;
  /** Removes entries from before `before` (epoch milliseconds), always from the start of a chain, and who looked at evidence before. */
  forgetEvidence(before: number): Promise<void>;
}
