import { NotTried, Unmet } from './outcome.js';
import { topics } from './cases/topics.js';
import type { Passage } from './passage.js';
import type { Settings } from './settings.js';
import { openWorld } from './world.js';

/** What became of one case; `why` says what was expected and what came, or what a skipped case needs. */
export interface Outcome {
  name: string;
  result: 'passed' | 'failed' | 'skipped';
  why?: string;
}

/** Tries every case on a verifier, one after the other. */
export async function* check(settings: Settings, passage: Passage): AsyncGenerator<Outcome> {
  const world = openWorld(settings, passage);
  for (const [topic, cases] of Object.entries(topics))
    for (const [promise, run] of Object.entries(cases)) {
      const name = `${topic}: ${promise}`;
      try {
        await run(world);
        yield { name, result: 'passed' };
      } catch (error) {
        yield { name, result: error instanceof NotTried ? 'skipped' : 'failed', why: reason(error) };
      }
    }
}

function reason(error: unknown): string {
  if (error instanceof Unmet || error instanceof NotTried) return error.message;
  // fetch says why it failed in the cause
  const { message, cause } = error as Error;
  return `expected a reply; came ${message}${cause instanceof Error ? ` (${cause.message})` : ''}`;
}
