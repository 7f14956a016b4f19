import type { FastifyInstance } from 'fastify';
import type { Checkpoint, Learner, Params } from 'mo-otp-gate/contract';
import type { Challenge, PageCheck, CheckResult, Pending, Session } from '../domain/model.js';
import type { Clock } from '../domain/clock.js';
import type { Limiter } from '../http/limiter.js';
import type { Store } from '../store/store.js';

/** Who is asked, and until when (epoch milliseconds). */
export interface ChallengeContext {
  session: Session;
  /** The id that the challenge will have. */
  challenge: string;
  expiresAt: number;
}

/** What the gate must know to ask, and what must be remembered until the answer. */
export interface ChallengeParts {
  params: Params;
  check?: Pick<PageCheck, 'ticket' | 'memo'>;
}

/** Who answers, where they are about to go, and from where. */
export interface AnswerContext {
  learner: Learner;
  session: Session;
  checkpoint: Checkpoint;
  /** The address of the learner's browser. */
  ip: string;
}

/** A way to verify. Nothing outside its folder knows how it works. */
export interface Method {
  /** Whether wrong answers count towards a lock. */
  countsFailures: boolean;
  /** Whether a learner of whom the site says this much can pass at all; without it, everybody can. */
  isAvailableTo?(learner: Learner): boolean;
  createChallenge(asking: ChallengeContext): Promise<ChallengeParts>;
  /**
   * Checks the shape of a proof and prepares to examine it at the time `now` (epoch milliseconds). Examining counts nothing and
   * remembers nothing: that is for the gatekeeper's rules and the store.
   * @throws ZodError when the proof has not the shape that the contract gives it
   */
  prepareCheck(
    proof: Record<string, unknown>,
    challenge: Challenge,
  ): (asked: AnswerContext, now: number) => Promise<CheckResult | Pending>;
  /** Pages of its own, below its name. */
  pages?(app: FastifyInstance, means: { store: Store; clock: Clock; limiter: Limiter }): void;
}
