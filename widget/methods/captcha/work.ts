import type { Params } from '../../contract.js';
import { GateError } from '../../errors.js';
import { search, type Puzzle } from './search.js';

type Work = Extract<Params<'captcha'>, { kind: 'work' }>;

const progress = new WeakMap<Puzzle, number>();

/** How many numbers have been tried for a puzzle; at the latest its `maxNumber` fits. */
export const tried = (puzzle: Puzzle) => progress.get(puzzle) ?? 0;

/** Solves the puzzle and packs the answer as ALTCHA has it: base64 of JSON, `took` in milliseconds. Stops with the signal. Throws a GateError where no number fits. */
export async function payloadFor(work: Work, signal: AbortSignal): Promise<string> {
  const { algorithm, challenge, salt, signature } = work;
  const began = Date.now();
  const number = await search(work, (tries) => {
    progress.set(work, tries);
    return !signal.aborted;
  });
  if (number === undefined) throw new GateError('bad-reply');
  return btoa(JSON.stringify({ algorithm, challenge, number, salt, signature, took: Date.now() - began }));
}
