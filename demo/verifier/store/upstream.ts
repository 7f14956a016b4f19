/**
 * The state of an authority upstream: queries about codes, and the outbox of messages to it. The guarantees of `Store`
 * hold here too; times are epoch milliseconds.
 */
import type { CheckResult, OutboxItem } from '../domain/model.js';

/** A query about one person's code, sent upstream at `askedAt`; `result` is `null` until the answer has come. */
export interface UpstreamQuery {
  askedAt: number;
  result: CheckResult | null;
}

export interface UpstreamQueries {
  /**
   * The query about this code. If there is none, or `isStale` says so of the earlier one, the caller claims it
   * (`claimed`) and must send it; every other caller waits for the result.
   */
  claimUpstreamQuery(
    code: string,
    now: number,
    isStale: (earlier: UpstreamQuery) => boolean,
  ): Promise<UpstreamQuery & { claimed: boolean }>;
  /** Saves the result for callers that wait. */
  saveUpstreamResult(code: string, askedAt: number, result: CheckResult): Promise<void>;
}

export interface Outbox {
  /** The sites that have messages due; each site is a lane of its own. */
  sitesWithOutboxMessages(now: number): Promise<string[]>;
  /**
   * Leases at most `limit` messages of a site that are due: no other caller receives them before `until`. `tries`
   * counts this one.
   */
  leaseOutboxMessages(
    site: string,
    limit: number,
    now: number,
    until: number,
  ): Promise<(OutboxItem & { tries: number })[]>;
  /** The number of messages that are not acknowledged yet. */
  countOutboxMessages(): Promise<number>;
  /** Deletes a message that was acknowledged. */
  deleteOutboxMessage(id: string): Promise<void>;
  /** Makes a message due again at `dueAt`. */
  postponeOutboxMessage(id: string, dueAt: number): Promise<void>;
}
