/** The Chromium in which stories of Node's runner happen. */
import { launch, type Browser, type BrowserContext, type Page } from 'puppeteer-core';
import { findChromium } from './find-chromium.js';

/** A browser of a story's own: its pages share cookies with no other story. */
export interface Chromium {
  newPage(): Promise<Page>;
  /** Opens a profile of its own, like another person's browser. */
  createBrowserContext(): Promise<BrowserContext>;
  /** Closes all pages and profiles. */
  close(): Promise<void>;
}

/**
 * The process that all files of a test worker share; undefined until the first file needs it. Where a file runs on its own
 * (`node --test`), it has a process to itself, which `close` ends.
 */
let shared: Promise<Browser> | undefined;
const isWorker = process.env['TEST_WORKER'] !== undefined;

export async function openChromium(): Promise<Chromium> {
  const browser = await (isWorker ? (shared ??= launchShared()) : launchOwn());
  const contexts = [await browser.createBrowserContext()];
  return {
    newPage: () => contexts[0]!.newPage(),
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

async function launchOwn() {
  const { from: _, ...options } = await findChromium();
  return launch(options);
}

/** A browser that ends with this process and does not keep it alive. */
async function launchShared() {
  const { from: _, ...options } = await findChromium();
  const browser = await launch({ ...options, pipe: true });
  const child = browser.process()!;
  child.unref();
  for (const stream of child.stdio) (stream as { unref?(): void } | null)?.unref?.();
  browser.once('disconnected', () => (shared = undefined));
  return browser;
}
