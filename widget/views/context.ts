import type { CheckpointShown, Help, Params } from '../contract.js';
import type { IssuedChallenge } from '../issued-challenge.js';
import type { GateEvent, State } from '../machine.js';
import type { BaseMethodWords, Proof, ProofError } from '../methods/proof.js';
import type { Words } from '../words.js';

/** The input of every view: the state, the words, the time (epoch milliseconds) and the learner's actions. */
export interface ViewContext<S extends State = State> {
  state: S;
  words: Words;
  /** What goes beyond the first screen, once it is loaded. */
  further: typeof import('./further.js').views | undefined;
  /** The contacts for help that the verifier sent last. */
  help: Help | undefined;
  /** The checkpoint that the verifier sent last. */
  checkpoint: CheckpointShown | undefined;
  /** Whether the gate is a dialog over the page, not a part of it. */
  modal: boolean;
  now: number;
  /** Whether the last digit submits by itself. */
  automatic: boolean;
  send(event: GateEvent): void;
  /** Sends a proof, or shows why there is none. */
  submit(proof: Proof | ProofError): void;
  /** Loads `further`. */
  loadFurther(): void;
}

/** A state with a challenge on screen; what was typed stays while the phase changes. */
export type ChallengeState = Extract<State, { issued?: unknown }> & { issued: IssuedChallenge };

/** The input of a method's views. */
export interface ChallengeContext<P = Params, W = BaseMethodWords, L = object> extends ViewContext<ChallengeState> {
  /** The challenge's parameters, as the method's `wire.ts` defines them. */
  params: P;
  /** The method's own words, in the gate's language. */
  methodWords: W;
  /** What the method keeps for this challenge. */
  local: L;
}
