import { createHash, randomInt } from 'node:crypto';
import type { Learner } from 'mo-otp-gate/contract';
import type { IdentityAnswer, IdentityKind, Person } from '../provider.js';

/** How often one check may try the code of its message. */
export const tries = 3;

/** A check that is under way on the sandbox's pages. */
export interface SandboxCheck {
  kind: IdentityKind;
  learner: Learner;
  callback: string;
  /** Whom the code of a text message would prove. */
  claimed?: { person: Person; code: string; triesLeft: number };
  answer?: IdentityAnswer;
}

/** Checks in memory, by our request number. */
export type SandboxChecks = Map<string, SandboxCheck>;

export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');

/** The same CI and DI for the same name and birth date, as the real ones are the same for the same person. */
export function identified(name: string, birthDate: string, phone?: string): Person {
  const made = (kind: string) => createHash('sha512').update(`sandbox ${kind} ${name} ${birthDate}`).digest('base64');
  return {
    name,
    birthDate,
    ...(phone !== undefined && { phone }),
    ids: [{ kind: 'ci', value: made('ci') }, { kind: 'di sandbox', value: made('di').slice(0, 64) }],
  };
}
