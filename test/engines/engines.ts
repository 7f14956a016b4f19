/** The browser engines of this machine, for Web Test Runner. */
import { ChromeLauncher, chromeLauncher, puppeteerCore } from '@web/test-runner-chrome';
import type { BrowserLauncher } from '@web/test-runner';
import { findChromium } from '../support/find-chromium.js';
import { chromiumHands, puppeteerHands, type Hands } from './hands.js';
import { firefox, missing, wanted, webkit, type EngineName } from './programs.js';
import { WebKitLauncher } from './webkit.js';

/**
 * Starts each engine; undefined if the machine lacks it. One tab at a time: only the foreground tab has focus and
 * clipboard.
 */
const engines: Record<EngineName, () => Promise<BrowserLauncher | undefined>> = {
  async chromium() {
    const { from, ...launchOptions } = await findChromium();
    console.log(`Chromium: ${from} (${launchOptions.executablePath})`);
    return chromeLauncher({ launchOptions, concurrency: 1 });
  },
  async firefox() {
    const executablePath = firefox();
    return executablePath
      ? chromeLauncher({
          puppeteer: puppeteerCore,
          launchOptions: { browser: 'firefox', executablePath },
          concurrency: 1,
        })
      : undefined;
  },
  async webkit() {
    const programs = webkit();
    return programs && new WebKitLauncher(programs);
  },
};

/** Every wanted engine of this machine; prints which ones are missing. */
export async function launchers(): Promise<BrowserLauncher[]> {
  const found = await Promise.all(
    wanted().map(async (name) => {
      const launcher = await engines[name]();
      if (!launcher) console.log(missing(name));
      return launcher;
    }),
  );
  return found.filter((launcher) => launcher !== undefined);
}

/** The hands in front of a running session's page. */
export const handsOf = async ({ browser, id }: { browser: BrowserLauncher; id: string }): Promise<Hands> => {
  if (browser instanceof WebKitLauncher) return browser.driver;
  const page = (browser as ChromeLauncher).getPage(id);
  return browser.name === 'Firefox' ? puppeteerHands(page) : chromiumHands(page);
};
