import type { TestContext } from 'node:test';
import { generateSecret } from 'otplib';
import { remoteClock, type VerifierClock } from '../../demo/checker/verifier-clock.js';
import { Settings } from '../../demo/checker/settings.js';
import { startSecond, type Variant } from '../second-verifier/start.js';
import { origins, people } from './people.js';

/** The verifier written from the contract alone. */
export async function startSecondVerifier(
  t: TestContext,
  variant: Variant = {},
): Promise<{ settings: Settings; verifierClock: VerifierClock }> {
  const known = people.map((person) => ({ ...person, secret: generateSecret() }));
  const sites = [
    { id: 'site', secret: 'a secret for tests', origins },
    { id: 'other', secret: 'another secret for tests', origins: ['http://other.test'] },
  ];
  const { url, stop } = await startSecond(
    { sites, people: known, now: Date.parse('2026-03-02T12:00:10+09:00') / 1000 },
    variant,
  );
  t.after(stop);
  const learners = known.map(({ name, phone, secret }) => ({
    name,
    phone,
    otpauth: `otpauth://totp/test?secret=${secret}&period=${variant.terse ? 30 : 60}`,
  }));
  const clock = `${url}/clock`;
  return {
    settings: Settings.parse({
      verifier: `${url}/v1`,
      secret: sites[0]!.secret,
      otherSecret: sites[1]!.secret,
      otherOrigin: sites[1]!.origins[0],
      origins,
      learners,
      clock,
    }),
    verifierClock: remoteClock(clock),
  };
}
