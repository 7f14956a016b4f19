/** What the store remembers for an authority outside. The promises of `Store` hold here too; times are epoch milliseconds. */
import type { CheckResult, OutboxItem } from '../domain/model.js';

/** A person's code was put to the authority at `askedAt`; `finding` is `null` until it has answered. */
export interface Question {
  askedAt: number;
  finding: CheckResult | null;
}

export interface Questions {
  /** The question about this code, unless it is older than `rules` allow: then the caller must ask, `mine`, and everybody else wait. */
  question(code: string, now: number, isOld: (earlier: Question) => boolean): Promise<Question & { mine: boolean }>;
  /** Keeps the answer for those who wait. */
  answerQuestion(code: string, askedAt: number, finding: CheckResult): Promise<void>;
}

export interface Outbox {
  /** Lends at most `most` letters that are due: nobody else is given them before `until`. `tries` counts this time too. */
  leaseOutboxMessages(limit: number, now: number, until: number): Promise<(OutboxItem & { tries: number })[]>;
  /** How many letters nobody has acknowledged yet. */
  countOutboxMessages(): Promise<number>;
  /** The letter was acknowledged. */
  deleteOutboxMessage(id: string): Promise<void>;
  /** The letter is due again. */
  postponeOutboxMessage(id: string, dueAt: number): Promise<void>;
}
