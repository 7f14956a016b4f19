/** A page with a gate, a learner at it, and a faulty proxy to the verifier. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { MoOtpGate } from 'mo-otp-gate';
import type { EvidenceLog } from '../../demo/verifier/evidence/evidence.js';
import { openChromium, type Chromium } from '../support/chromium.js';
import type { verifierClient } from '../support/client.js';
import { Trainee } from '../support/trainee.js';
import { FaultyProxy } from './faulty-proxy.js';
import { holdClock } from './page-clock.js';

/** A verifier, or several processes of one. */
interface VerifierProcess extends ReturnType<typeof verifierClient> {
  /** Its base address without the proxy. */
  url: string;
  clock: { now(): number };
  evidence: Pick<EvidenceLog, 'entries'>;
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

export interface GatePage {
  browser: Chromium;
  site: Awaited<ReturnType<typeof openSite>>;
}

export async function openGatePage(): Promise<GatePage & { close(): Promise<void> }> {
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

/** A learner of these tests only, and a checkpoint that is verified at every entry. */
const lee = { ref: 'learner-away', name: '이새벽', phone: '010-0000-9999' };
const login = { kind: 'login', course: 'safety-101', class: '2026-1' } as const;

/** A tab with the gate open. */
async function openTab({ browser, site }: GatePage, session: string) {
  const learner = await Trainee.sitsDown(browser, site.origin);
  const { page } = learner;
  // tsx wraps named functions in it, the page has none
  await page.evaluateOnNewDocument('globalThis.__name = (named) => named');
  await page.evaluateOnNewDocument(holdClock);
  const tab = {
    learner,
    page,
    /** Opens the gate of the current page. */
    opens: () =>
      page.evaluate(async () => {
        await customElements.whenDefined('mo-otp-gate');
        const gate = document.querySelector<MoOtpGate>('mo-otp-gate')!;
        gate.addEventListener('mo-otp-verified', ({ token }) => (document.title = token));
        void gate.show();
      }),
    /** Opens the page of a session and its gate. */
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

export type LearnerAtGate = Awaited<ReturnType<typeof learnerAtGate>>;

/** A learner at the gate, with a registered phone app. */
export async function learnerAtGate(gatePage: GatePage, verifier: VerifierProcess) {
  const proxy = await FaultyProxy.start(verifier.url);
  gatePage.site.asks(proxy.address);
  const app = await verifier.registerDevice(lee.name, lee.phone);
  const opensSession = () => verifier.openSession(lee, login, { origin: gatePage.site.origin });
  const session = await opensSession();
  const tab = await openTab(gatePage, session);
  const tabs = [tab];
  return {
    ...tab,
    proxy,
    /** Opens another session of the learner. */
    opensSession,
    /** The same page in another tab. */
    async opensTab() {
      const other = await openTab(gatePage, session);
      tabs.push(other);
      return other;
    },
    /** The current code, and a wrong one. */
    code: () => app.codeAt(verifier.clock.now()),
    wrongCode: () => app.wrongCodeAt(verifier.clock.now()),
    /** Redeems the token, which succeeds once; asserts that the page had no errors. */
    async getsIn() {
      const token = await tab.token();
      const redeemed = await verifier.siteverify(token);
      assert.equal(redeemed.success && redeemed.learner.ref, lee.ref);
      assert.deepEqual(await verifier.siteverify(token), { success: false, error: 'used' });
      assert.deepEqual(tab.learner.faults, []);
    },
    /** The learner's evidence, oldest first: `rejected wrong-code`, `verified`. */
    async evidence() {
      const found = await verifier.evidence.entries({ site: 'site', learner: lee.ref }, 100);
      return found.map(({ status, reason }) => (reason === null ? status : `${status} ${reason}`));
    },
    async leaves() {
      for (const open of tabs) await open.closes();
      await proxy.remove();
    },
  };
}
