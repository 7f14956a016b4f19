/** A page with a gate, a learner in front of it, and a cable to the verifier that a story can pull. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { MoOtpGate } from 'mo-otp-gate';
import type { Store } from '../../demo/verifier/store/store.js';
import { openChromium, type Chromium } from '../support/chromium.js';
import type { verifierClient } from '../support/client.js';
import { Trainee } from '../support/trainee.js';
import { Cable } from './cable.js';
import { holdClock } from './page-clock.js';

/** A verifier, or several processes of one. */
interface VerifierProcess extends ReturnType<typeof verifierClient> {
  /** Its base address, where it can be reached without the cable. */
  url: string;
  clock: { now(): number };
  store: Pick<Store, 'evidence'>;
}

/** The training site's server: `/<session>` is a page with a gate for it. */
async function openSite() {
  const dist = fileURLToPath(new URL('../../dist', import.meta.url));
  let verifier = '';
  const page = (session: string) =>
    `<!doctype html><html lang="ko"><title>수강</title><link rel="icon" href="data:,"><mo-otp-gate verifier="${verifier}" session="${session}"></mo-otp-gate><script type="module" src="/dist/mo-otp-gate.js"></script>`;
  const server = createServer(({ url = '/' }, response) => {
    if (url.startsWith('/dist/'))
      response.setHeader('Content-Type', 'text/javascript').end(readFileSync(dist + url.slice('/dist'.length)));
    else response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page(url.slice(1)));
  });
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    asks: (address: string) => void (verifier = address),
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

export interface Room {
  browser: Chromium;
  site: Awaited<ReturnType<typeof openSite>>;
}

export async function openRoom(): Promise<Room & { close(): Promise<void> }> {
  const [browser, site] = await Promise.all([openChromium(), openSite()]);
  return {
    browser,
    site,
    async close() {
      await browser.close();
      await site.close();
    },
  };
}

/** Nobody's learner but these stories', and a checkpoint that asks at every entry, with nothing before it. */
const lee = { ref: 'learner-away', name: '이새벽', phone: '010-0000-9999' };
const login = { kind: 'login', course: 'safety-101', class: '2026-1' } as const;

/** A tab with the gate open. */
async function openTab({ browser, site }: Room, session: string) {
  const learner = await Trainee.sitsDown(browser, site.origin);
  const { page } = learner;
  await page.evaluateOnNewDocument('globalThis.__name = (named) => named'); // tsx wraps named functions in it, the page has none
  await page.evaluateOnNewDocument(holdClock);
  const tab = {
    learner,
    page,
    /** Opens the gate of the page that is there. */
    opens: () =>
      page.evaluate(async () => {
        await customElements.whenDefined('mo-otp-gate');
        const gate = document.querySelector<MoOtpGate>('mo-otp-gate')!;
        gate.addEventListener('mo-otp-verified', ({ token }) => (document.title = token));
        void gate.show();
      }),
    /** Comes to the page of a session and opens its gate. */
    async comes(to: string) {
      await learner.goesTo(`/${to}`);
      await tab.opens();
      await learner.isAsked();
    },
    turnsClock: (milliseconds: number) => page.evaluate((milliseconds) => turnClock(milliseconds), milliseconds),
    /** The token, once there is one. */
    async token() {
      await page.waitForFunction(() => document.querySelector<MoOtpGate>('mo-otp-gate')?.phase === 'verified');
      return page.title();
    },
    closes: () => page.browserContext().close(),
  };
  await tab.comes(session);
  return tab;
}

export type Seat = Awaited<ReturnType<typeof sitDown>>;

/** A learner in front of the gate, with the phone app registered. */
export async function sitDown(room: Room, verifier: VerifierProcess) {
  const cable = await Cable.lay(verifier.url);
  room.site.asks(cable.address);
  const app = await verifier.registerDevice(lee.name, lee.phone);
  const opensSession = () => verifier.openSession(lee, login, { origin: room.site.origin });
  const session = await opensSession();
  const tab = await openTab(room, session);
  const tabs = [tab];
  return {
    ...tab,
    cable,
    /** What the site's server asks for when the learner begins once more. */
    opensSession,
    /** The same page in another tab. */
    async opensTab() {
      const other = await openTab(room, session);
      tabs.push(other);
      return other;
    },
    /** The code that the phone shows now, and one that it does not show. */
    code: () => app.codeAt(verifier.clock.now()),
    wrongCode: () => app.wrongCodeAt(verifier.clock.now()),
    /** The site redeems the token, which works once; the page has had no fault of its own. */
    async getsIn() {
      const token = await tab.token();
      const redeemed = await verifier.siteverify(token);
      assert.equal(redeemed.success && redeemed.learner.ref, lee.ref);
      assert.deepEqual(await verifier.siteverify(token), { success: false, error: 'used' });
      assert.deepEqual(tab.learner.faults, []);
    },
    /** What the verifier has witnessed of this learner, the oldest first: `rejected wrong-code`, `verified`. */
    async evidence() {
      const found = await verifier.store.evidence({ site: 'site', learner: lee.ref }, 100);
      return found.map(({ status, reason }) => (reason === null ? status : `${status} ${reason}`));
    },
    async leaves() {
      for (const open of tabs) await open.closes();
      await cable.remove();
    },
  };
}
