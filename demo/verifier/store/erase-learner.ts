/** Everything that is kept about one learner, and its erasure. The guarantees of `Store` hold here too. */
import type { LearnerRef } from '../domain/model.js';

/** An order to erase a learner; `at` is epoch milliseconds. */
export interface ErasureOrder {
  order: string;
  at: number;
  /** The kinds of checkpoint whose evidence a law keeps. */
  heldKinds: readonly string[];
}

export interface ErasureResult {
  /** Runs of entries whose data was erased. */
  erased: { first: number; last: number }[];
  /** Entries that a law keeps, restricted now; `at` is epoch milliseconds. */
  held: { entry: number; at: number }[];
}

/** All rows about a learner but evidence; times are epoch milliseconds. */
export interface LearnerRecords {
  /** `learner` is sealed for the session's id; `target` is JSON. */
  sessions: {
    id: string;
    learner: string;
    target: string;
    origin: string | null;
    position: number;
    attempts: number;
    expiresAt: number;
  }[];
  failures: { method: string; failures: number }[];
  verifications: {
    course: string;
    class: string;
    kind: string;
    number: number | null;
    method: string;
    verifiedAt: number;
    redeemedAt: number | null;
  }[];
  browsers: { id: string }[];
  /** What identity providers have confirmed is kept as a hash only. */
  identities: { kind: string }[];
  devices: { id: string; failures: number }[];
  /** Accesses of operators that named this learner. */
  searches: { at: number; action: string }[];
}

export interface EraseLearner {
  /**
   * Erases at once what no law keeps, restricts the evidence that one keeps, and records the order. A lock after wrong
   * codes stays while evidence is kept, so that an erasure does not lead out of it.
   */
  eraseLearner(learner: LearnerRef, order: ErasureOrder): Promise<ErasureResult>;
  /**
   * Removes learners who have no evidence and were not seen since `before` (epoch milliseconds), with all that is kept
   * about them. One call does one bounded step; true: there may be more to remove.
   */
  removeLearners(before: number): Promise<boolean>;
  /** Records an access to restricted evidence. */
  addRestrictedAccess(access: { at: number; site: string; reason: string }): Promise<void>;
  /** The accesses to restricted evidence of a site, in the order of time. */
  restrictedAccess(site: string): Promise<{ at: number; reason: string }[]>;
  learnerRecords(learner: LearnerRef): Promise<LearnerRecords>;
}
