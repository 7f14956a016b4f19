import type { TestContext } from 'node:test';
import { SetClock, startVerifier } from '../support/verifier.js';
import type { Passage } from '../../demo/checker/passage.js';
import { Settings } from '../../demo/checker/settings.js';
import { origins, people } from './people.js';

/** Our own verifier with what a checker needs: two sites, two phones, and a clock that moves when told. */
export async function startOurs(t: TestContext): Promise<{ settings: Settings; passage: Passage }> {
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
    settings: Settings.parse({ verifier: verifier.url, secret: verifier.siteSecret, otherSecret, origins, learners }),
    passage: { moves: true, pass: async (seconds) => clock.advance(seconds * 1000) },
  };
}
