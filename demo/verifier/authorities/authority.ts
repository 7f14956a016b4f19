import type { Checkpoint, Learner, Params } from 'mo-otp-gate/contract';
import type { StateChange, CheckResult, OutboxItem } from '../domain/model.js';

/** A code of the phone app with the learner, the checkpoint and the IP address it was typed from. */
export interface TypedCode {
  learner: Learner;
  /** Six ASCII digits. */
  code: string;
  checkpoint: Checkpoint;
  /** The IP address of the learner's browser. */
  ip: string;
}

export type CodeResult = CheckResult & { found: 'match' | 'wrong-code' | 'mismatch' | 'locked' | 'unavailable' };

/** The authority for codes of the phone app: our own registry, or an upstream service. */
export interface MotpAuthority {
  /** How a phone's clock has to be set for its codes to match: ours count UTC, an upstream may count Korean time. */
  readonly clock?: NonNullable<Params<'motp'>['clock']>;
  /**
   * Checks a code at `now` (epoch milliseconds). `mismatch` means that no app is registered for this name and phone
   * number. Idempotent: counting failures and used codes is the gatekeeper's job.
   */
  check(typed: TypedCode, now: number): Promise<CodeResult>;
}

/** A decided attempt; `now` is epoch milliseconds. */
export interface DecidedAttempt {
  learner: Learner;
  method: string;
  result: CheckResult;
  change: StateChange;
  now: number;
}

/** Reports to an upstream authority through the outbox: delivered at least once. */
export interface UpstreamReporter {
  /** The messages about a decided attempt, stored in the same transaction. */
  messagesFor(attempt: DecidedAttempt): OutboxItem[];
  /** Sends a message and returns whether it was acknowledged. */
  send(item: OutboxItem): Promise<boolean>;
}
