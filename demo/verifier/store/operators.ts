/**
 * Operators, who may read a site's evidence, and their audit log. The guarantees of `Store` hold here too; times are
 * epoch milliseconds.
 */

/** An operator; only the SHA-256 of their secret is stored. */
export interface Operator {
  hash: string;
  site: string;
  name: string;
}

/** One access of an operator to evidence, with its search: empty texts where it was for all. Days as `YYYY-MM-DD`. */
export interface AuditEntry {
  at: number;
  site: string;
  /** The hash of the operator's secret. */
  operator: string;
  ip: string;
  action: string;
  learner: string;
  course: string;
  from: string;
  to: string;
}

/** An entry whose personal part is sealed; `learnerId` is the verifier's own id of the learner, if there is one. */
export type SealedAuditEntry = AuditEntry & { learnerId: string | null };

export interface Operators {
  /** Idempotent. */
  addOperator(operator: Operator, at: number): Promise<void>;
  operators(site: string): Promise<(Operator & { createdAt: number; revokedAt: number | null })[]>;
  /** Revokes an operator and with it their sessions; false when there was none to revoke. */
  revokeOperator(site: string, hash: string, at: number): Promise<boolean>;
  /** Opens a session, itself stored as a hash only, for the operator with this secret, if there is one. */
  openOperatorSession(session: string, operator: string, until: number): Promise<Operator | undefined>;
  /**
   * The operator of a session, which is extended to `until`; `undefined` when it has expired or the operator was
   * revoked.
   */
  operatorOfSession(session: string, now: number, until: number): Promise<Operator | undefined>;
  closeOperatorSession(session: string): Promise<void>;
  addAuditEntry(entry: SealedAuditEntry): Promise<void>;
  /** All accesses to a site's evidence in the order of time, with the operators' names; still sealed. */
  auditLog(site: string): Promise<(AuditEntry & Pick<Operator, 'name'>)[]>;
}
