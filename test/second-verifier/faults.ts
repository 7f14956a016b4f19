import { readFileSync } from 'node:fs';

/** A fault of the second verifier. */
export interface Fault {
  /** The behaviour, in words. */
  says: string;
  /** The cases of the checker that must fail; no other case may. */
  finders: string[];
  /** Whether other cases may fail as well, because the fault breaks what they stand on. */
  more?: true;
}

/** The faults by name; `verifier.py` reads the same file. */
export const faults = JSON.parse(readFileSync(new URL('faults.json', import.meta.url), 'utf8')) as Record<
  string,
  Fault
>;
