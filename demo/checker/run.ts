import { CaseSkipped, ContractViolation } from './errors.js';
import { topics } from './cases/topics.js';
import type { VerifierClock } from './verifier-clock.js';
import type { Settings } from './settings.js';
import { createTestContext } from './test-context.js';

/** The result of one case; `why` names the expected and the received reply, or what a skipped case needs. */
export interface CaseResult {
  name: string;
  result: 'passed' | 'failed' | 'skipped';
  why?: string;
}

/** Runs every case against a verifier, in order. */
export async function* check(settings: Settings, verifierClock: VerifierClock): AsyncGenerator<CaseResult> {
  const context = createTestContext(settings, verifierClock);
  for (const [topic, cases] of Object.entries(topics))
    for (const [promise, run] of Object.entries(cases)) {
      const name = `${topic}: ${promise}`;
      try {
        await run(context);
        yield { name, result: 'passed' };
      } catch (error) {
        yield { name, result: error instanceof CaseSkipped ? 'skipped' : 'failed', why: reason(error) };
      }
    }
}

function reason(error: unknown): string {
  if (error instanceof ContractViolation || error instanceof CaseSkipped) return error.message;
  // fetch puts the reason of its failure into `cause`
  const { message, cause } = error as Error;
  return `expected a reply; received ${message}${cause instanceof Error ? ` (${cause.message})` : ''}`;
}
