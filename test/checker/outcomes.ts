import type { Passage } from '../../demo/checker/passage.js';
import { check, type Outcome } from '../../demo/checker/run.js';
import type { Settings } from '../../demo/checker/settings.js';

/** What became of every case. */
export async function outcomes(settings: Settings, passage: Passage): Promise<Outcome[]> {
  const all: Outcome[] = [];
  for await (const outcome of check(settings, passage)) all.push(outcome);
  return all;
}
