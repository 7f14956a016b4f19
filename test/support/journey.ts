/** What every journey begins with: a browser and the whole demo, opened before the stories of a file and closed after them. */
import { after, before } from 'node:test';
import { launch, type Browser } from 'puppeteer-core';
import { startDemo } from './demo.js';
import { findChromium } from './find-chromium.js';

export interface Journey {
  browser: Browser;
  demo: Awaited<ReturnType<typeof startDemo>>;
}

/** To be called once in a file; its members are there when the first story begins. */
export function journey(): Journey {
  const open = {} as Journey;
  before(async () => {
    const { from: _, ...options } = await findChromium();
    [open.browser, open.demo] = await Promise.all([launch(options), startDemo()]);
  });
  after(async () => {
    await open.browser?.close();
    await open.demo?.close();
  });
  return open;
}
