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
  const report = (tries: number) => {
    progress.set(work, tries);
    return !signal.aborted;
  };
  const number = await inWorker(work, report, signal).catch(() =>
    search(work, async (tries) => {
      // without a rest the digests would leave a page no time for its learner
      await new Promise((rested) => setTimeout(rested));
      return report(tries);
    }),
  );
  if (number === undefined) throw new GateError('bad-reply');
  return btoa(JSON.stringify({ algorithm, challenge, number, salt, signature, took: Date.now() - began }));
}

/** Searches beside the page. Rejects where its Content-Security-Policy or Trusted Types allow no worker from a blob (its script may come from another origin, a worker's may not). */
function inWorker({ challenge, salt, maxNumber }: Puzzle, report: (tried: number) => boolean, signal: AbortSignal): Promise<number | undefined> {
  const source = `const search=${String(search)};onmessage=async({data})=>postMessage({number:await search(data,(tried)=>(postMessage({tried}),true))})`;
  const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  return new Promise<number | undefined>((resolve, reject) => {
    const worker = new Worker(address);
    const end = () => worker.terminate();
    signal.addEventListener('abort', end);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error('the worker failed'));
    };
    worker.onmessage = ({ data }: MessageEvent<{ tried?: number; number?: number }>) => {
      if (data.tried !== undefined) return void report(data.tried);
      end();
      resolve(data.number);
    };
    worker.postMessage({ challenge, salt, maxNumber });
  }).finally(() => URL.revokeObjectURL(address));
}
