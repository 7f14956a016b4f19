/** Runs stories of Node's runner in every wanted engine. */
import { after, before, describe, test } from 'node:test';
import { launch, type Browser } from 'puppeteer-core';
import { openChromium } from '../support/chromium.js';
import { firefox, missing, wanted, webkit, type EngineName } from './programs.js';
import { WebDriverPage, type StoryPage } from './webdriver-page.js';
import { WebKitLauncher } from './webkit.js';

/** An engine that runs. */
export interface Engine {
  name: EngineName;
  newPage(): Promise<StoryPage>;
}

type Running = Pick<Engine, 'newPage'> & { close(): Promise<unknown> };

function driven(browser: Pick<Browser, 'newPage' | 'close'>): Running {
  const newPage = async () => {
    const page = await browser.newPage();
    // tsx wraps named functions in it, the page has none
    await page.evaluateOnNewDocument('globalThis.__name = (named) => named');
    return page as unknown as StoryPage;
  };
  return { newPage, close: () => browser.close() };
}

/** How to start each engine, or undefined where the machine lacks it. */
const engines: Record<EngineName, () => (() => Promise<Running>) | undefined> = {
  chromium: () => () => openChromium().then(driven),
  firefox() {
    const executablePath = firefox();
    return executablePath ? () => launch({ browser: 'firefox', executablePath }).then(driven) : undefined;
  },
  webkit() {
    const programs = webkit();
    return (
      programs &&
      (async () => {
        const launcher = new WebKitLauncher(programs);
        const driver = await launcher.driver;
        return { newPage: async () => new WebDriverPage(driver), close: () => launcher.stop() };
      })
    );
  },
};

/**
 * Registers `stories` once for each wanted engine (`ENGINES`). The engine starts before the first story, so only
 * stories may use it.
 */
export function everywhere(stories: (engine: Engine) => void): void {
  for (const name of wanted()) {
    const start = engines[name]();
    if (!start) {
      test(`the same in ${name}`, { skip: missing(name) }, () => undefined);
      continue;
    }
    describe(name, () => {
      let running: Running;
      before(async () => void (running = await start()));
      after(() => running.close());
      stories({
        name,
        newPage: () => running.newPage(),
      });
    });
  }
}
