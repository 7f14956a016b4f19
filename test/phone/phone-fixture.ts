/** A fixture of a verifier, the phone app's server and a browser. */
import { createPhone } from '../../demo/phone/server.js';
import { openChromium } from '../support/chromium.js';
import { startVerifier } from '../support/verifier.js';
import { PhonePage, type Habits } from './phone-page.js';

export async function startWorld() {
  const smsSecret = 'shared sms secret';
  const verifier = await startVerifier({
    clock: Date,
    sms: {
      send: async (message) =>
        void (await phone.inject({
          method: 'POST',
          url: '/sms',
          headers: { authorization: `Bearer ${smsSecret}` },
          payload: message,
        })),
    },
  });
  const phone = createPhone({ verifier: verifier.url, smsSecret });
  const { port } = new URL(await phone.listen({ port: 0, host: 'localhost' }));
  const address = `http://localhost:${port}`;
  verifier.phoneOrigins.push(address);
  const browser = await openChromium();
  let numbers = 0;
  let down: Promise<void> | undefined;
  return {
    verifier,
    /** An unused number: the verifier limits SMS per number. */
    newNumber: () => `0100000${String(++numbers).padStart(4, '0')}`,
    takePhone: (habits?: Habits) => PhonePage.take(browser, address, habits),
    /** Stops every server. */
    goesDown: () => (down ??= phone.close().then(() => verifier.close())),
    async end() {
      await browser.close();
      await this.goesDown();
    },
  };
}
