import type { VerifierClock } from '../../demo/checker/verifier-clock.js';
import { check, type CaseResult } from '../../demo/checker/run.js';
import type { Settings } from '../../demo/checker/settings.js';

/** The results of all cases. */
export async function caseResults(settings: Settings, verifierClock: VerifierClock): Promise<CaseResult[]> {
  const all: CaseResult[] = [];
  for await (const outcome of check(settings, verifierClock)) all.push(outcome);
  return all;
}
