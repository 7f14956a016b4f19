/** The browser and the demo of a journey, opened before the stories of a file and closed after them. */
import { after, before } from 'node:test';
import { openChromium, type Chromium } from './chromium.js';
import { startDemo } from './demo.js';

export interface Journey {
  browser: Chromium;
  demo: Awaited<ReturnType<typeof startDemo>>;
}

/** Call it once in a file; its members are set when the first story begins. */
export function journey(): Journey {
  const open = {} as Journey;
  before(async () => {
    [open.browser, open.demo] = await Promise.all([openChromium(), startDemo()]);
  });
  after(async () => {
    await open.browser?.close();
    await open.demo?.close();
  });
  return open;
}
