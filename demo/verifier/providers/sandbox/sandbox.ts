import type { SmsSender } from '../../sms/sms.js';
import type { IdentityProvider } from '../provider.js';
import type { SandboxChecks } from './check.js';
import { sandboxPages } from './pages.js';

/** So many at once; the oldest goes. */
const most = 1_000;

/**
 * Looks and behaves like a provider, asks nobody and believes everything: for trying things out, never for real learners.
 * @throws in production
 */
export function sandboxProvider(sms: SmsSender, address: string, environment: string | undefined): IdentityProvider {
  if (environment === 'production') throw new Error('The sandbox believes everybody. In production set IDENTITY_PROVIDER to a real provider.');
  const checks: SandboxChecks = new Map();
  return {
    kinds: ['phone', 'ipin'],
    async start({ number, ...check }) {
      const [oldest] = checks.keys();
      if (checks.size >= most && oldest !== undefined) checks.delete(oldest);
      checks.set(number, check);
      return { destination: { url: `${address}/identity/sandbox/${number}` }, memo: '' };
    },
    async finish({ number }) {
      return checks.get(number)?.answer ?? { said: 'foreign' };
    },
    pages: (app) => sandboxPages(app, checks, sms),
  };
}
