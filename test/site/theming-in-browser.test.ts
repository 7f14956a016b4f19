/** The theming page as a designer uses it: picks theme, language and brightness, and copies the CSS. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import { createSite } from '../../demo/site/site.js';
import { screens } from '../../demo/site/theming/screens.js';
import { openChromium, type Chromium } from '../support/chromium.js';

let browser: Chromium;
let page: Page;
let faults: string[];
before(async () => void (browser = await openChromium()));
after(() => browser.close());
let site: ReturnType<typeof createSite>;
beforeEach(async () => {
  site = createSite({
    verifier: 'http://localhost/v1',
    secret: 'none',
    gateAssets: fileURLToPath(new URL('../../dist', import.meta.url)),
    clock: Date,
    cookieSecret: 'only for pages without a learner',
  });
  const address = await site.listen({ host: 'localhost', port: 0 });
  const context = await browser.createBrowserContext();
  await context.overridePermissions(address, ['clipboard-read', 'clipboard-sanitized-write']);
  page = await context.newPage();
  // tsx wraps named functions in it, the page has none
  await page.evaluateOnNewDocument('globalThis.__name = (named) => named');
  faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => /Content Security Policy/.test(message.text()) && faults.push(message.text()));
  await page.goto(`${address}/theming`);
});
afterEach(async () => {
  await page.browserContext().close();
  await site.close();
});

test('a designer copies the CSS of the current theme and sees a confirmation', async () => {
  await page.select('#pick-theme', 'playful');
  await page.waitForFunction(() => document.querySelector('#snippet code')!.textContent);
  await page.bringToFront();
  assert.equal(await page.$eval('#snippet button', (button) => button.checkVisibility()), false, 'collapsed');
  await page.click('#snippet summary');
  await page.click('#snippet button');
  await page.waitForFunction(() => document.querySelector('#snippet [role=status]')!.textContent);
  assert.equal(await page.$eval('#snippet [role=status]', (said) => said.textContent), '복사했습니다.');
  const css = readFileSync(new URL('../../demo/site/public/theming/themes/playful.css', import.meta.url), 'utf8');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), css);
  assert.deepEqual(faults, []);
});

test('a designer who picks another theme sees another snippet, not yet copied', async () => {
  await page.select('#pick-theme', 'playful');
  await page.waitForFunction(() => document.querySelector('#snippet code')!.textContent);
  await page.click('#snippet summary');
  await page.click('#snippet button');
  await page.waitForFunction(() => document.querySelector('#snippet [role=status]')!.textContent);
  await page.select('#pick-theme', 'high-contrast');
  await page.waitForFunction(() => document.querySelector('#snippet [role=status]')!.textContent === '');
  await page.select('#pick-theme', '');
  await page.waitForFunction(() => (document.querySelector('#snippet') as HTMLElement).hidden);
});

test('a designer without clipboard access sees so and finds the text selected', async () => {
  await page.evaluate(() =>
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: () => Promise.reject(new DOMException('no', 'NotAllowedError')) },
    }),
  );
  await page.select('#pick-theme', 'playful');
  await page.waitForFunction(() => document.querySelector('#snippet code')!.textContent);
  await page.click('#snippet summary');
  await page.click('#snippet button');
  await page.waitForFunction(() => document.querySelector('#snippet [role=status]')!.textContent);
  assert.match((await page.$eval('#snippet [role=status]', (said) => said.textContent))!, /직접 복사/);
  assert.equal(await page.evaluate(() => getSelection()!.toString().trim().length > 0), true);
  assert.deepEqual(faults, []);
});

test('a designer sees every screen in its phase, in another language too', async () => {
  const shown = () =>
    page.waitForFunction(
      (count) => {
        const gates = [...document.querySelectorAll('mo-otp-gate')];
        return (
          gates.length === count &&
          gates.every(
            (gate) =>
              gate.phase !== 'closed' &&
              (gate.parentElement!.dataset['screen'] === 'requesting' || gate.phase !== 'requesting'),
          )
        );
      },
      {},
      screens.length,
    );
  await shown();
  await page.select('#pick-language', 'en');
  await page.waitForFunction(() =>
    [...document.querySelectorAll('mo-otp-gate')].every(
      (gate) => gate.shadowRoot!.querySelector('dialog')?.lang === 'en',
    ),
  );
  await shown();
  const phases = await page.$$eval('mo-otp-gate', (gates) => gates.map((gate) => gate.phase));
  for (const phase of ['requesting', 'answering', 'locked', 'failed'])
    assert.ok((phases as string[]).includes(phase), phase);
  assert.deepEqual(faults, []);
});
