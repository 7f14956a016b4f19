import type { Challenge } from './contract.js';
import type { BaseMethodWords } from './methods/proof.js';

/**
 * How a method is answered: with a `code` that is judged at once, by a `task` that takes its time in the gate, or on
 * another `page`, whose check outlives this document.
 */
export type MethodKind = 'code' | 'task' | 'page';

/** A challenge as it arrived. */
export interface ReceivedChallenge {
  challenge: Challenge;
  /** When the gate received it, in epoch milliseconds of the learner's own clock. */
  receivedAt: number;
}

/** A challenge with everything that belongs to it. It is carried along for as long as its screen must stay. */
export interface IssuedChallenge extends ReceivedChallenge {
  kind: MethodKind;
  /** Whether the same method goes on after `unlocked`, as the registration of a browser does. */
  continues: boolean;
  /** The method's own words, in the gate's language. */
  words: BaseMethodWords;
  /** What the method keeps for this challenge, for example the codes of its time steps or an open window. */
  local: object;
}

/** When a challenge expires, in epoch milliseconds of the learner's own clock. */
export const deadline = ({ challenge, receivedAt }: ReceivedChallenge) => receivedAt + challenge.expiresIn * 1000;

/** Whether a check takes its time, so that a learner may cancel it. */
export const isLongRunning = ({ kind }: { kind: MethodKind }) => kind !== 'code';
