import { comparableName } from '../../../identity/name.js';
import type { Vault } from '../../crypto/vault.js';
import type { IdentityProvider } from '../provider.js';
import { identified, sandboxClaims } from './claim.js';
import { ByCode, ByIpin } from './forms.js';

/**
 * A simulated identity provider that accepts any data: for trials, never for real learners.
 * @throws where learners can reach the verifier
 */
export function sandboxProvider(means: { vault: Vault; address: string }, isPublic: boolean): IdentityProvider {
  if (isPublic)
    throw new Error('The sandbox accepts any identity. Where learners come, set IDENTITY_PROVIDER to a real provider.');
  const claims = sandboxClaims(means.vault);
  return {
    name: 'sandbox',
    kinds: ['phone', 'ipin'],
    start: async ({ number, kind }) => ({
      destination: { url: `${means.address}/identity/sandbox/${number}` },
      memo: kind,
    }),
    async finish({ number, memo: kind, fields }) {
      const transaction = `sandbox-${number}`;
      if ('cancel' in fields) return { said: 'cancelled', code: 'CANCELLED' };
      if (kind === 'ipin') {
        const who = ByIpin.safeParse(fields).data;
        return who
          ? { said: 'person', person: identified(comparableName(who.name), who.birthDate), transaction }
          : { said: 'foreign' };
      }
      const typed = ByCode.safeParse(fields).data;
      const claim = typed && claims.open(typed.claim, number);
      if (!claim) return { said: 'foreign' };
      return typed.code === claim.code
        ? { said: 'person', person: claim.person, transaction }
        : { said: 'failed', code: 'SMS_CODE' };
    },
  };
}
