import type { Challenge, Checkpoint, Learner } from 'mo-otp-gate/contract';
import type { Finding } from '../records.js';

/** Who answers, where they are about to go, and from where. */
export interface Asked {
  learner: Learner;
  checkpoint: Checkpoint;
  /** The address of the learner's browser. */
  ip: string;
}

/** A way to verify. Nothing outside its folder knows how it works. */
export interface Method {
  /** Whether passing it leads out of a lock. */
  unlocks: boolean;
  /** What the gate must know to ask: the `params` of the contract. */
  params(): Challenge['params'];
  /**
   * Checks the shape of a proof and prepares to examine it at the time `now` (epoch milliseconds). Examining counts nothing and
   * remembers nothing: that is for the gatekeeper's rules and the store.
   * @throws ZodError when the proof has not the shape that the contract gives it
   */
  read(proof: Record<string, unknown>): (asked: Asked, now: number) => Promise<Finding>;
}
