import type { Checkpoint, Learner } from 'mo-otp-gate/contract';
import type { StateChange, CheckResult, OutboxItem } from '../domain/model.js';

/** A code of the phone app, by whom, where and from where it was typed. */
export interface TypedCode {
  learner: Learner;
  /** Six ASCII digits. */
  code: string;
  checkpoint: Checkpoint;
  /** The address of the learner's browser. */
  ip: string;
}

export type CodeResult = CheckResult & { found: 'match' | 'wrong-code' | 'mismatch' | 'locked' | 'unavailable' };

/** Who knows the learners' phone apps: our own registry, or an outside service. */
export interface MotpAuthority {
  /**
   * Says whether the code is the learner's at the time `now` (epoch milliseconds). `mismatch` means that no app is registered for this
   * name and phone number. It may be asked about the same code more than once: what is
   * counted and used up is for the gatekeeper's rules.
   */
  check(question: TypedCode, now: number): Promise<CodeResult>;
}

/** What was decided for whom; `now` is epoch milliseconds. */
export interface DecidedAttempt {
  learner: Learner;
  method: string;
  result: CheckResult;
  change: StateChange;
  now: number;
}

/** Tells an outside authority what it must know, sooner or later. */
export interface UpstreamReporter {
  /** The letters about a decision, to be stored together with it. */
  messagesFor(told: DecidedAttempt): OutboxItem[];
  /** Sends a letter; whether it was acknowledged. */
  send(item: OutboxItem): Promise<boolean>;
}
