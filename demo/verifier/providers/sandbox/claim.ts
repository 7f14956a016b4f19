import { createHash } from 'node:crypto';
import type { Carrier } from '../../domain/switches.js';
import type { Vault } from '../../crypto/vault.js';
import { newSmsCode } from '../../sms/sms-code.js';
import type { Person } from '../provider.js';

/** The person that the code of a text message proves; `triesLeft` is the number of attempts left. */
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

/** Claims are sealed into the page that asks for the code, so that any process can continue, also after a restart. */
export function sandboxClaims(vault: Vault) {
  const place = (number: string) => `sandbox ${number}`;
  return {
    seal: (claim: Claim, number: string): string => vault.seal(JSON.stringify(claim), place(number)),
    /** `undefined` if the claim was not sealed for this request. */
    open(sealed: string, number: string): Claim | undefined {
      try {
        return JSON.parse(vault.open(sealed, place(number)).toString()) as Claim;
      } catch {
        return undefined;
      }
    },
  };
}

/** A person whose CI and DI derive from name and birth date, as real ones are constant for a person. */
export function identified(name: string, birthDate: string, phone?: string, carrier?: Carrier): Person {
  const made = (kind: string) => createHash('sha512').update(`sandbox ${kind} ${name} ${birthDate}`).digest('base64');
  return {
    name,
    birthDate,
    ...(phone !== undefined && { phone }),
    ...(carrier && { carrier }),
    ids: [
      { kind: 'ci', value: made('ci') },
      { kind: 'di sandbox', value: made('di').slice(0, 64) },
    ],
  };
}
