/** The browser engines of this machine, and how to get those that it lacks. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ChromeLauncher, chromeLauncher, puppeteerCore } from '@web/test-runner-chrome';
import type { BrowserLauncher } from '@web/test-runner';
import { findChromium } from '../support/find-chromium.js';
import { chromiumHands, puppeteerHands, type Hands } from './hands.js';
import { WebKitLauncher } from './webkit.js';

export { commands } from './commands-plugin.js';

/** Where a program is, if it is: in the PATH or at an address. */
const where = (...names: string[]) =>
  names.flatMap((name) => (name.startsWith('/') ? name : (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)))).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
const miniBrowser = () => where(...['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/webkit2gtk-4.1/MiniBrowser`));

/** Each engine: what starts it, or undefined where the machine lacks it. One tab at a time: only the tab in front has the focus and the clipboard. */
const engines: Record<string, { packages: string; launcher(): Promise<BrowserLauncher | undefined> }> = {
  chromium: {
    packages: 'chromium',
    async launcher() {
      const { from, ...launchOptions } = await findChromium();
      console.log(`Chromium: ${from} (${launchOptions.executablePath})`);
      return chromeLauncher({ launchOptions, concurrency: 1 });
    },
  },
  firefox: {
    packages: 'firefox-esr',
    async launcher() {
      const executablePath = where(process.env['FIREFOX_PATH'] ?? 'firefox-esr');
      return executablePath ? chromeLauncher({ puppeteer: puppeteerCore, launchOptions: { browser: 'firefox', executablePath }, concurrency: 1 }) : undefined;
    },
  },
  webkit: {
    packages: 'webkit2gtk-driver xvfb evilwm',
    async launcher() {
      const [driver, browser] = [where('WebKitWebDriver'), miniBrowser()];
      return driver && browser && where('Xvfb') && where('evilwm') ? new WebKitLauncher({ driver, browser }) : undefined;
    },
  },
};

/** Every engine that is here, or those that ENGINES names (`ENGINES=firefox,webkit`); says which ones are missing. */
export async function launchers(): Promise<BrowserLauncher[]> {
  const wanted = process.env['ENGINES']?.split(',') ?? Object.keys(engines);
  const found = await Promise.all(wanted.map(async (name) => {
    const launcher = await engines[name]!.launcher();
    if (!launcher) console.log(`${name} is not on this machine: its stories are skipped (Debian: apt-get install ${engines[name]!.packages})`);
    return launcher;
  }));
  return found.filter((launcher) => launcher !== undefined);
}

/** The hands in front of a running session's page. */
export const handsOf = async ({ browser, id }: { browser: BrowserLauncher; id: string }): Promise<Hands> => {
  if (browser instanceof WebKitLauncher) return browser.driver;
  const page = (browser as ChromeLauncher).getPage(id);
  return browser.name === 'Firefox' ? puppeteerHands(page) : chromiumHands(page);
};
