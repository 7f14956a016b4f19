/** What the data keys of a site seal, read and replaced in bounded steps. The guarantees of `Store` hold here too. */

export interface SealedLearner {
  id: string;
  sealed: string;
}

export interface SealedEvidence {
  ref: string;
  entry: number;
  sealed: string;
}

export interface SealedSearch {
  at: number;
  learner: string;
  ip: string;
}

/** Each replacement spares rows that have changed since they were read. */
export interface DataKeyRotation {
  /** At most `limit` learners with a key older than `version`, in the order of their ids, those after `after`. */
  olderLearners(site: string, version: number, limit: number, after?: SealedLearner): Promise<SealedLearner[]>;
  resealLearners(
    site: string,
    version: number,
    learners: readonly (SealedLearner & { resealed: string; refHash: string })[],
  ): Promise<void>;
  /** At most `limit` entries with a key older than `version`, in the order of the chains, those after `after`. */
  olderEvidence(site: string, version: number, limit: number, after?: SealedEvidence): Promise<SealedEvidence[]>;
  resealEvidence(
    site: string,
    version: number,
    entries: readonly (SealedEvidence & { resealed: string; ipHash: string })[],
  ): Promise<void>;
  /** At most `limit` entries of the audit log, with whichever key, in the order of time, those after `after`. */
  searches(site: string, limit: number, after?: SealedSearch): Promise<SealedSearch[]>;
  resealSearches(
    site: string,
    searches: readonly (SealedSearch & { resealed: Pick<SealedSearch, 'learner' | 'ip'> })[],
  ): Promise<void>;
  /** Removes the data keys older than `version`. The caller has resealed everything. */
  removeOlderDataKeys(site: string, version: number): Promise<void>;
}
