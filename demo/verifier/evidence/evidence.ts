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
  /** The version of the format: it determines which fields the record has. */
  version: number;
  entry: number;
  /** The verifier's own id of the learner, which names the chain. */
  learner: string;
  /** 16 bytes as hex. */
  salt: string;
  /** The leaf hash over salt and record, see `record.ts`. */
  commitment: string;
  /** The hash of the entry before, empty for the first. */
  previous: string;
  hash: string;
}

/** An entry whose data and salt are erased: its place in the chain is left. */
export type ErasedEntry = Pick<Entry, 'version' | 'entry' | 'learner' | 'commitment' | 'previous' | 'hash'> & {
  /** Epoch milliseconds. */
  erasedAt: number;
};

/** Facts in the form that is stored: address, browser and the site's id of the learner are sealed with the salt. */
export interface SealedFacts extends RequestFacts {
  /** The site's own id of its learner. */
  ref: string;
  salt: string;
  sealed: string;
  ipHash: string;
  /** The version of the site's data key. */
  keyVersion: number;
}

/** An entry as it is stored. `ref` is the verifier's own id of the learner; `sealed` is `null` once it is erased. */
export interface StoredEntry extends Omit<Evidence, 'ip' | 'userAgent'> {
  version: number;
  entry: number;
  commitment: string;
  previous: string;
  hash: string;
  sealed: string | null;
  ipHash: string | null;
  keyVersion: number;
  erasedAt: number | null;
}

/** A filter for the evidence of a site; `from` and `to` (exclusive) are epoch milliseconds. */
export interface EvidenceQuery {
  site: string;
  /** The site's own id of its learner. */
  learner?: string | undefined;
  course?: string | undefined;
  /** The address that the attempts came from. */
  ip?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
  /** Whether to include what is restricted since its learner asked for erasure. The caller records the reason. */
  restricted?: boolean | undefined;
}

/** A query by the verifier's own id of the learner and hashes of the address, one for each data key of the site. */
export interface StoredQuery extends Omit<EvidenceQuery, 'ip'> {
  ipHashes?: readonly string[] | undefined;
}

/** The number of attempts with a status on a day in Korea, counted from 1970-01-01. */
export interface DayCount {
  day: number;
  status: string;
  count: number;
}

/**
 * A learner's chain: its number of `entries`, the hash of the last, and how many of the first were `removed` by
 * retention. `ref` is the verifier's own id of the learner.
 */
export interface Chain {
  site: string;
  ref: string;
  entries: number;
  removed: number;
  hash: string;
}

/** The record of an erasure: positions in a chain, and nothing of what was there. */
export interface Erasure {
  site: string;
  ref: string;
  /** The first and the last entry; 0 for an order that concerned none. */
  first: number;
  last: number;
  /** The hash of the last entry. */
  hash: string;
  order: string;
  reason: 'retention' | 'request';
  /** Epoch milliseconds. */
  at: number;
  /** Of a removal by retention: the shortest time that one of its entries was kept; `null` where it is not known. */
  keptMs: number | null;
}

/** Evidence as it is stored. */
export interface EvidenceTable {
  /** At most `limit` entries in the order of time, those after the entry `after`. */
  evidence(
    query: StoredQuery,
    limit: number,
    after?: Pick<StoredEntry, 'at' | 'ref' | 'entry'>,
  ): Promise<StoredEntry[]>;
  /** At most `limit` entries, the newest first, without the `skip` newest. */
  latestEvidence(query: StoredQuery, limit: number, skip: number): Promise<StoredEntry[]>;
  /** The days with evidence in their order. */
  evidenceByDay(query: StoredQuery): Promise<DayCount[]>;
  /** At most `limit` chains, those after the chain `after`. */
  chains(limit: number, after?: Pick<Chain, 'site' | 'ref'>): Promise<Chain[]>;
  /** The entries of a chain that are kept, erased ones included, in their order. */
  chain(of: Pick<Chain, 'site' | 'ref'>): Promise<StoredEntry[]>;
  /** The records of erasures in a chain. */
  erasures(of: Pick<Chain, 'site' | 'ref'>): Promise<Erasure[]>;
  /**
   * Removes entries from before `before` (epoch milliseconds), from the start of chains only, and records it at the time
   * `now`; of one site, or of all. One call does one bounded step; true: there may be more to remove.
   */
  removeEvidence(before: number, now: number, site?: string): Promise<boolean>;
}

/** A chain with everything that proves it. */
export interface ChainHistory {
  /** The site's own id of the learner, or our own if it is erased. */
  name: string;
  entries: (Entry | ErasedEntry)[];
  erasures: Erasure[];
  /** Set when the data of an entry does not open. */
  unreadable?: string;
}

/** Evidence opened. Learners are named by the site's own id. */
export interface EvidenceLog {
  /** At most `limit` entries in the order of time, those after the entry `after`. */
  entries(query: EvidenceQuery, limit: number, after?: Pick<Entry, 'at' | 'learner' | 'entry'>): Promise<Entry[]>;
  /** At most `limit` entries, the newest first, without the `skip` newest. */
  latest(query: EvidenceQuery, limit: number, skip: number): Promise<Entry[]>;
  /** The days with evidence in their order. */
  byDay(query: EvidenceQuery): Promise<DayCount[]>;
  /** The entries of a learner that are kept, without erased ones. */
  chain(of: { site: string; ref: string }): Promise<Entry[]>;
  /** @see EvidenceTable.chains */
  chains: EvidenceTable['chains'];
  chainHistory(chain: Chain): Promise<ChainHistory>;
}
