/**
 * Learners as the verifier knows them: an id of our own for each, found by keyed hashes of the site's id, and the data
 * keys of sites that seal and hash. The guarantees of `Store` hold here too; times are epoch milliseconds.
 */

/** A key of a site, sealed with a master key; the newest version seals and hashes, older ones open. */
export interface DataKey {
  id: string;
  site: string;
  version: number;
  sealed: string;
  createdAt: number;
}

export interface DataKeyTable {
  /** The data keys of a site, the newest first. */
  dataKeys(site: string): Promise<DataKey[]>;
  /** Adds the next version unless another process was first. */
  addDataKey(key: DataKey): Promise<void>;
}

/** A learner of a site. */
export interface StoredLearner {
  id: string;
  /** The site's own id of the learner, sealed. */
  sealed: string;
  keyVersion: number;
  /** Of the phone number that the site named last. */
  phoneHash: string | null;
  /** The day of the last session. */
  seenAt: number;
  /** Evidence up to this entry is restricted. */
  restrictedEntry: number;
}

export type NewLearner = Pick<StoredLearner, 'id' | 'sealed' | 'keyVersion' | 'phoneHash' | 'seenAt'>;

export interface Learners {
  /** The learner with one of these hashes. */
  learnerByHash(site: string, hashes: readonly string[]): Promise<StoredLearner | undefined>;
  learnerById(site: string, id: string): Promise<StoredLearner | undefined>;
  /**
   * Adds a learner unless there is one with one of these hashes, the first of which is the new one's, and returns who
   * is there. `undefined`: the site has a newer data key than that of the hashes.
   */
  addLearner(site: string, hashes: readonly string[], learner: NewLearner): Promise<StoredLearner | undefined>;
  /** Notes when a learner was seen, and with which phone number. */
  updateLearner(site: string, id: string, seen: Pick<StoredLearner, 'phoneHash' | 'seenAt'>): Promise<void>;
}
