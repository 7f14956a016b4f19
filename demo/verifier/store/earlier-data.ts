/** What versions before data keys have stored as plain text. The guarantees of `Store` hold here too. */
import type { LearnerRef } from '../domain/model.js';
import type { Entry, SealedFacts } from '../evidence/evidence.js';
import type { NewLearner } from './learners.js';

/** An entry of format version 1. */
export type PlainEntry = Omit<Entry, 'learner' | 'salt' | 'commitment'>;
export type SealedEntry = Pick<SealedFacts, 'sealed' | 'ipHash' | 'keyVersion'> & Pick<Entry, 'commitment'>;

export interface EarlierData {
  /** Whether a version before data keys has used this store, and not all of it is sealed. */
  hasPlainData(): Promise<boolean>;
  /** At most `limit` learners, `ref` the site's own id, whose data is plain. */
  plainLearners(limit: number): Promise<LearnerRef[]>;
  /** Gives a learner an id of ours in all tables, and seals the learner's evidence; false when that was done. */
  sealLearner(
    learner: LearnerRef,
    refHash: string,
    added: NewLearner,
    seal: (entry: PlainEntry) => SealedEntry,
  ): Promise<boolean>;
  /** Notes that all is sealed, and removes from the file what was overwritten. */
  finishPlainData(): Promise<void>;
}
