import type { VerifierClock } from '../../demo/checker/verifier-clock.js';
import { check, type CaseResult } from '../../demo/checker/run.js';
import type { Settings } from '../../demo/checker/settings.js';

/** The results of all cases, or of the named ones. */
export async function caseResults(
  settings: Settings,
  verifierClock: VerifierClock,
  names?: string[],
): Promise<CaseResult[]> {
  const all: CaseResult[] = [];
  for await (const outcome of check(settings, verifierClock, (name) => !names || names.includes(name)))
    all.push(outcome);
  return all;
}
