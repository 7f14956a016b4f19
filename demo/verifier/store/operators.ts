/** What the store remembers of the people who look at a site's evidence. The promises of `Store` hold here too; times are epoch milliseconds. */

/** One who may look. Their secret is known here by its SHA-256 only. */
export interface Operator {
  hash: string;
  site: string;
  name: string;
}

/** That an operator looked at evidence, from where, and whose: what they asked for, empty where they asked for all. Days as `YYYY-MM-DD`. */
export interface AuditEntry {
  at: number;
  site: string;
  /** The hash of their secret. */
  operator: string;
  ip: string;
  action: string;
  learner: string;
  course: string;
  from: string;
  to: string;
}

export interface Operators {
  /** Adding one twice changes nothing. */
  addOperator(operator: Operator, at: number): Promise<void>;
  operators(site: string): Promise<(Operator & { createdAt: number; revokedAt: number | null })[]>;
  /** Whether there was such an operator to revoke; their visits end with it. */
  revokeOperator(site: string, hash: string, at: number): Promise<boolean>;
  /** Begins a visit of the operator with this secret, if there is one; a visit too is known by a hash only. */
  openOperatorSession(visit: string, operator: string, until: number): Promise<Operator | undefined>;
  /** Whose visit this is; it lasts until `until` then. `undefined` when it is over, or the operator revoked. */
  operatorOfSession(visit: string, now: number, until: number): Promise<Operator | undefined>;
  closeOperatorSession(visit: string): Promise<void>;
  addAuditEntry(look: AuditEntry): Promise<void>;
  /** All that was looked at of a site's evidence, in the order of times, by whom. */
  auditLog(site: string): Promise<(AuditEntry & Pick<Operator, 'name'>)[]>;
}
