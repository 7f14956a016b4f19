/** Time from the sixth digit to the verdict on the screen, minus network time. */
import type { Browser } from 'puppeteer-core';
import type { Contender } from './contenders.js';

/** Milliseconds. */
export async function answer(browser: Browser, origin: string, { name, field, verified }: Contender): Promise<number> {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    await page.evaluateOnNewDocument(watching(verified!));
    await page.goto(`${origin}/page/${encodeURIComponent(name)}`);
    await page.waitForFunction(`(() => { try { return ${field}; } catch {} })()`);
    await page.evaluate(`${field}.focus()`);
    await page.keyboard.type('12345');
    await page.evaluate('watch()');
    await page.keyboard.press('6');
    return (await page.evaluate('waited')) as number;
  } finally {
    await context.close();
  }
}

const watching = (verified: string) => `
  globalThis.watch = () => void (globalThis.waited = new Promise((resolve) => {
    addEventListener('keydown', ({ timeStamp }) => {
      const painted = () => {
        const { startTime, responseEnd } = performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/v1/verify'));
        resolve(performance.now() - timeStamp - (responseEnd - startTime));
      };
      const look = () => requestAnimationFrame(() => (${verified} ? requestAnimationFrame(painted) : look()));
      look();
    }, { once: true, capture: true });
  }));
`;
