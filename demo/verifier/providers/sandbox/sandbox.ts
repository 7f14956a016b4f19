import { comparableName } from '../../../identity/name.js';
import type { IdentityProvider } from '../provider.js';
import { identified, sandboxClaims } from './claim.js';
import { ByCode, ByIpin } from './forms.js';
import type { SandboxMeans } from './means.js';
import { sandboxPages } from './pages.js';

/**
 * A simulated identity provider that accepts any data: for trials, never for real learners.
 * @throws in production
 */
export function sandboxProvider(means: SandboxMeans, environment: string | undefined): IdentityProvider {
  if (environment === 'production')
    throw new Error('The sandbox accepts any identity. In production set IDENTITY_PROVIDER to a real provider.');
  const claims = sandboxClaims(means.vault);
  return {
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
    pages: (app) => sandboxPages(app, means),
  };
}
