import type { Checkpoint, Learner, MethodId, Params } from 'mo-otp-gate/contract';
import type { Challenge, PageCheck, CheckResult, LearnerRef, Pending, Session } from '../domain/model.js';

/** The context of a new challenge; `expiresAt` is epoch milliseconds. */
export interface ChallengeContext {
  session: Session;
  /** The id of the challenge. */
  challenge: string;
  expiresAt: number;
}

/** The method's parts of a challenge: the wire `params`, and the state to store until the answer. */
export interface ChallengeParts {
  params: Params;
  check?: Pick<PageCheck, 'ticket' | 'memo'>;
}

/** The context of an answer. */
export interface AnswerContext {
  learner: Learner;
  session: Session;
  checkpoint: Checkpoint;
  /** The IP address of the learner's browser. */
  ip: string;
}

/** A learner, and the session if there is one already. */
export type SessionRef = LearnerRef & { id?: string };

/** A verification method. Its details are private to its folder. */
export interface Method {
  /** Whether wrong answers count towards the lock. */
  countsFailures: boolean;
  /** Whether the learner's data suffices for this method; absent: always. */
  isAvailableTo?(learner: Learner): boolean;
  /** Another method that some learners must pass first; while it is off, this one is not offered to them. */
  requires?: { method: MethodId; isNeeded(session: SessionRef): Promise<boolean> };
  /** The `params` of every challenge, where they are neither personal nor made for one challenge. */
  sharedParams?: Params;
  createChallenge(asking: ChallengeContext): Promise<ChallengeParts>;
  /**
   * Parses a proof and returns its check, to be run at `now` (epoch milliseconds). A check has no effects: counting and
   * storing are the gatekeeper's and the store's job.
   * @throws ZodError when the proof does not match the contract
   */
  prepareCheck(
    proof: Record<string, unknown>,
    challenge: Challenge,
  ): (asked: AnswerContext, now: number) => Promise<CheckResult | Pending>;
}
