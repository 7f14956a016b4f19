/** The Chromium in which stories of Node's runner happen. */
import { launch, type BrowserContext, type Page } from 'puppeteer-core';
import { isWorker, shared, unref } from '../runner/shared.mjs';
import { findChromium } from './find-chromium.js';

/** A browser of a file's own: its pages share cookies with no other file's. */
export interface Chromium {
  newPage(): Promise<Page>;
  /** Opens a profile of its own, like another person's browser. */
  createBrowserContext(): Promise<BrowserContext>;
  /** Closes all pages and profiles. */
  close(): Promise<void>;
}

/** Opens Chromium. The files of a test worker share one process; a file that runs alone starts and ends one. */
export async function openChromium(): Promise<Chromium> {
  const browser = await (isWorker ? sharedBrowser() : launchBrowser());
  const own = await browser.createBrowserContext();
  const contexts = [own];
  return {
    newPage: () => own.newPage(),
    async createBrowserContext() {
      const context = await browser.createBrowserContext();
      contexts.push(context);
      return context;
    },
    async close() {
      if (!isWorker) return browser.close();
      const open = browser.browserContexts();
      await Promise.all(contexts.filter((context) => open.includes(context)).map((context) => context.close()));
    },
  };
}

async function launchBrowser() {
  const { from: _, ...options } = await findChromium();
  return launch({ ...options, pipe: true }); // over a pipe, Chromium ends with this process however that ends
}

const sharedBrowser = shared(
  async () => {
    const browser = await launchBrowser();
    unref(browser.process()!);
    return browser;
  },
  (browser) => browser.close(),
);
