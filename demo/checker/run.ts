import { CaseSkipped, ContractViolation } from './errors.js';
import { topics } from './cases/topics.js';
import { ruleOf } from './rules.js';
import type { VerifierClock } from './verifier-clock.js';
import type { Settings } from './settings.js';
import { createTestContext } from './test-context.js';
import type { Exchange } from './wire.js';

/** The result of one case; `why` names the expected and the received reply, or what a skipped case needs. */
export interface CaseResult {
  name: string;
  /** The number of the rule that the case tries. */
  rule: string;
  result: 'passed' | 'failed' | 'skipped';
  why?: string;
  /** The requests and replies of a failed case, in order, secrets masked. */
  exchanges?: Exchange[];
}

/** Runs the selected cases, or all, against a verifier, in order. */
export async function* check(
  settings: Settings,
  verifierClock: VerifierClock,
  selects: (name: string) => boolean = () => true,
): AsyncGenerator<CaseResult> {
  let exchanges: Exchange[] = [];
  const context = createTestContext(settings, verifierClock, (exchange) => exchanges.push(exchange));
  for (const [topic, cases] of Object.entries(topics))
    for (const [promise, run] of Object.entries(cases)) {
      const name = `${topic}: ${promise}`;
      const rule = ruleOf(name);
      if (!selects(name)) continue;
      exchanges = [];
      try {
        await run(context);
        yield { name, rule, result: 'passed' };
      } catch (error) {
        const why = reason(error);
        if (error instanceof CaseSkipped) yield { name, rule, result: 'skipped', why };
        else yield { name, rule, result: 'failed', why, exchanges };
      }
    }
}

function reason(error: unknown): string {
  if (error instanceof ContractViolation || error instanceof CaseSkipped) return error.message;
  // fetch puts the reason of its failure into `cause`
  const { message, cause } = error as Error;
  return `expected a reply; received ${message}${cause instanceof Error ? ` (${cause.message})` : ''}`;
}
