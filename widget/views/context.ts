import type { Help, Params } from '../contract.js';
import type { IssuedChallenge, GateEvent, State, ProofError } from '../machine.js';
import type { BaseMethodWords, Proof } from '../methods/proof.js';
import type { Words } from '../words.js';

/** All that a view may know: the state, the words, the time (epoch milliseconds) and what a learner can do. */
export interface Context<S extends State = State> {
  state: S;
  words: Words;
  /** The ways to get help that the verifier named last. */
  help: Help | undefined;
  now: number;
  /** Whether the last digit submits by itself. */
  automatic: boolean;
  send(event: GateEvent): void;
  /** Sends a proof, or says why there is none. */
  submit(proof: Proof | ProofError): void;
}

/** A state with a question on screen: what was typed stays while the phase changes. */
export type ChallengeState = Extract<State, { issued?: unknown }> & { issued: IssuedChallenge };

/** What a view of a question knows beyond that: the sentences of the way that asks it, in the language of the words. */
export interface Question<Asks = Params, Own = BaseMethodWords> extends Context<ChallengeState> {
  own: Own;
  /** What the verifier asks with, as the method's `wire.ts` has it. */
  params: Asks;
}
