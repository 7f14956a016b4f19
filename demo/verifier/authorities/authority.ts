import type { Checkpoint, Learner } from 'mo-otp-gate/contract';
import type { Finding } from '../records.js';

/** What codes of the phone app look like everywhere; `period` is the step in seconds (RFC 6238 §4). */
export const codes = { digits: 6, period: 60 } as const;

/** A code of the phone app, by whom, where and from where it was typed. */
export interface CodeQuestion {
  learner: Learner;
  /** Six ASCII digits. */
  code: string;
  checkpoint: Checkpoint;
  /** The address of the learner's browser. */
  ip: string;
}

/** Who knows the learners' phone apps: our own registry, or an outside service. */
export interface MotpAuthority {
  /**
   * Says whether the code is the learner's at the time `now` (epoch milliseconds). `mismatch` means that no app is registered for this
   * name and phone number. It counts nothing and remembers nothing; it may be asked about the same code more than once.
   */
  examine(question: CodeQuestion, now: number): Promise<Finding & { found: 'match' | 'wrong-code' | 'mismatch' | 'unavailable' }>;
}
