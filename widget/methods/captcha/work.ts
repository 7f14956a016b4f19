import type { Params } from '../../contract.js';
import { GateError } from '../../errors.js';
import { search } from './search.js';

/** How many numbers have been tried, kept with the challenge; at the latest `maxNumber` fits. */
export interface Progress {
  tried: number;
}

/**
 * Solves the puzzle and returns the payload in ALTCHA's format: base64 of JSON, `took` in milliseconds. Stops with the
 * signal. Throws a GateError where no number fits.
 */
export async function solve(
  work: Extract<Params<'captcha'>, { kind: 'work' }>,
  progress: Progress,
  signal: AbortSignal,
): Promise<string> {
  const { algorithm, challenge, salt, signature } = work;
  const began = Date.now();
  const number = await search(work, (tried) => {
    progress.tried = tried;
    return !signal.aborted;
  });
  if (number === undefined) throw new GateError('bad-reply');
  return btoa(JSON.stringify({ algorithm, challenge, number, salt, signature, took: Date.now() - began }));
}
