/**
 * `npm run screenshots`: every screen of the gate in Korean, light and dark, on a desk and on a phone, into `demo/data/screenshots`.
 * The pages come from the training site, whose theming page knows how to get to each screen.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, type Page } from 'puppeteer-core';
import { createSite } from '../demo/site/site.js';
import { screens, type Screen } from '../demo/site/theming/screens.js';
import { findChromium } from './support/find-chromium.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const folder = here('../demo/data/screenshots');
const sizes = { desk: { width: 1000, height: 800 }, phone: { width: 360, height: 740 } };

/** Opens the gate over a page of the site and goes on to a screen. */
async function show(page: Page, site: string, { id, code, press, challenge, verdict }: Screen) {
  await page.goto(site, { waitUntil: 'load' });
  await page.evaluate((verifier) => {
    addEventListener('mo-otp-error', (event) => event.preventDefault());
    void window.MoOtpGate!.open({ session: 'example', verifier });
  }, `${site}/theming/verifier/${id}`);
  const phase = (...phases: string[]) =>
    page.waitForFunction((wanted) => wanted.includes(document.querySelector('mo-otp-gate')?.phase ?? ''), {}, phases);
  await page.waitForFunction(() => document.querySelector('mo-otp-gate')?.shadowRoot?.querySelector('dialog')?.open);
  if (code || press) {
    await phase('answering');
    if (code) await page.keyboard.type(code);
    else await page.keyboard.press('Enter');
  }
  if (id === 'expired') await phase('expired');
  else if (verdict === 'silence') await phase('checking');
  else if (challenge !== 'silence')
    await page.waitForFunction(
      () => !['requesting', 'checking'].includes(document.querySelector('mo-otp-gate')!.phase),
    );
}

const site = createSite({
  verifier: 'http://localhost:4174/v1',
  secret: 'none',
  gateAssets: here('../dist'),
  clock: Date,
  cookieSecret: 'only for pictures of pages without a learner',
});
const address = await site.listen({ host: 'localhost', port: 0 });
const { from, ...options } = await findChromium();
const browser = await launch({
  ...options,
  env: { ...process.env, ...options.env, TZ: 'Asia/Seoul', LANG: 'ko_KR.UTF-8' },
});
try {
  mkdirSync(folder, { recursive: true });
  const page = await browser.newPage();
  for (const [size, viewport] of Object.entries(sizes))
    for (const scheme of ['light', 'dark']) {
      await page.setViewport(viewport);
      await page.emulateMediaFeatures([
        { name: 'prefers-color-scheme', value: scheme },
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ]);
      for (const screen of screens) {
        await show(page, address, screen);
        await page.screenshot({ path: join(folder, `${screen.id}-${size}-${scheme}.png`) });
      }
    }
  console.log(`${screens.length * 4} pictures in ${folder} (browser: ${from})`);
} finally {
  await browser.close();
  await site.close();
}
