/** What versions before data keys have stored as plain text. The guarantees of `Store` hold here too. */
import type { LearnerRef } from '../domain/model.js';
import type { Entry, SealedFacts } from '../evidence/evidence.js';
import type { NewLearner } from './learners.js';

/** An entry of format version 1. */
export type PlainEntry = Omit<Entry, 'learner' | 'salt' | 'commitment'>;
export type SealedEntry = Pick<SealedFacts, 'sealed' | 'ipHash' | 'keyVersion'> & Pick<Entry, 'commitment'>;

export interface PlainAuditEntry {
  site: string;
  learner: string;
  ip: string;
}

export interface SealedAudit {
  learner: string;
  ip: string;
  learnerId: string | null;
}

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
  /** At most `limit` pairs of learner and address in audit entries that are plain. */
  plainAuditEntries(limit: number): Promise<PlainAuditEntry[]>;
  /** Seals the audit entries with this pair. */
  sealAuditEntries(plain: PlainAuditEntry, sealed: SealedAudit): Promise<void>;
  /** Notes that all is sealed. */
  finishPlainData(): Promise<void>;
}
