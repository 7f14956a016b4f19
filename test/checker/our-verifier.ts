import type { TestContext } from 'node:test';
import { SetClock, startVerifier } from '../support/verifier.js';
import type { VerifierClock } from '../../demo/checker/verifier-clock.js';
import { Settings } from '../../demo/checker/settings.js';
import { origins, people } from './people.js';

/** Our own verifier with two sites, two phones and an adjustable clock. */
export async function startOurVerifier(t: TestContext): Promise<{ settings: Settings; verifierClock: VerifierClock }> {
  const clock = new SetClock();
  const verifier = await startVerifier({ clock, origins });
  t.after(() => verifier.close());
  const learners = [];
  for (const { name, phone } of people) {
    const { secret } = await verifier.registerDevice(name, phone);
    learners.push({ name, phone, otpauth: `otpauth://totp/test?secret=${secret}&period=60` });
  }
  const otherSecret = await verifier.registerSite('other', ['http://other.test']);
  return {
    settings: Settings.parse({
      verifier: verifier.url,
      secret: verifier.siteSecret,
      otherSecret,
      otherOrigin: 'http://other.test',
      origins,
      learners,
    }),
    verifierClock: { adjustable: true, advance: async (seconds) => clock.advance(seconds * 1000) },
  };
}
