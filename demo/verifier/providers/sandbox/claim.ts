import { createHash } from 'node:crypto';
import type { Vault } from '../../crypto/vault.js';
import { newSmsCode } from '../../sms/sms-code.js';
import type { Person } from '../provider.js';

/** Whom the code of a text message would prove. `triesLeft` is how often the page may try it. */
export interface Claim {
  person: Person;
  code: string;
  triesLeft: number;
}

export const newClaim = (person: Person): Claim => ({
  person,
  code: newSmsCode(),
  triesLeft: 3,
});

/** Claims travel sealed in the page that asks for their code, so that any process can go on with them, also after a restart. */
export function sandboxClaims(vault: Vault) {
  const place = (number: string) => `sandbox ${number}`;
  return {
    seal: (claim: Claim, number: string): string => vault.seal(JSON.stringify(claim), place(number)),
    /** `undefined` for what was not sealed for the check of this number. */
    open(sealed: string, number: string): Claim | undefined {
      try {
        return JSON.parse(vault.open(sealed, place(number)).toString()) as Claim;
      } catch {
        return undefined;
      }
    },
  };
}

/** The same CI and DI for the same name and birth date, as the real ones are the same for the same person. */
export function identified(name: string, birthDate: string, phone?: string): Person {
  const made = (kind: string) => createHash('sha512').update(`sandbox ${kind} ${name} ${birthDate}`).digest('base64');
  return {
    name,
    birthDate,
    ...(phone !== undefined && { phone }),
    ids: [
      { kind: 'ci', value: made('ci') },
      { kind: 'di sandbox', value: made('di').slice(0, 64) },
    ],
  };
}
