import { createHash, randomInt } from 'node:crypto';
import type { Learner } from 'mo-otp-gate/contract';
import type { SmsSender } from '../../sms/sms.js';
import type { IdentityAnswer, IdentityKind, IdentityProvider, Person } from '../provider.js';
import { sandboxPages } from './pages.js';

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
      const answer = checks.get(number)?.answer ?? { said: 'foreign' };
      return answer;
    },
    pages: (app) => sandboxPages(app, checks, sms),
  };
}

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
