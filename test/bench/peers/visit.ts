/** One visit to a page with an empty cache, and its measurements. */
import type { Browser, CDPSession } from 'puppeteer-core';
import type { Contender } from './contenders.js';
import { categories, scriptTime } from './script-time.js';
import type { Fetched } from './serve.js';

/** `cpu` is the slowdown factor, `network` bytes per second and milliseconds, `traced` whether scripts are timed. */
export interface Conditions {
  cpu: number;
  network?: { download: number; upload: number; latency: number };
  traced?: true;
}

/** Chrome DevTools' "slow 4G". */
export const slow4G = { download: (1.6e6 / 8) * 0.9, upload: (750e3 / 8) * 0.9, latency: 150 * 3.75 };

export interface Visit {
  /** Milliseconds from the start of the navigation to the frame that shows a usable screen. */
  rendered: number;
  /** CPU milliseconds of the page's main thread, in scripts (where traced) and in all. */
  script: number;
  mainThread: number;
  /** CPU milliseconds of layout. */
  layout: number;
  heapKB: number;
  nodes: number;
  shift: number;
  bytes: number;
  requests: number;
  thirdParties: number;
}

const settling = 400; // milliseconds after the first screen that still count

export async function visit(
  browser: Browser,
  origin: string,
  taken: () => Fetched[],
  contender: Contender,
  { cpu, network, traced }: Conditions,
): Promise<Visit> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const cdp = await page.createCDPSession();
  const hosts = new Set<string>();
  try {
    await cdp.send('Network.enable');
    cdp.on(
      'Network.requestWillBeSent',
      ({ request }) => void (request.url.startsWith('http') && hosts.add(new URL(request.url).host)),
    );
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    // a clock abroad makes the gate say more
    await cdp.send('Emulation.setTimezoneOverride', { timezoneId: 'Asia/Seoul' });
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpu });
    if (network)
      await cdp.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: network.latency,
        downloadThroughput: network.download,
        uploadThroughput: network.upload,
      });
    await page.evaluateOnNewDocument(watching(contender.usable));
    taken();
    const url = `${origin}/page/${encodeURIComponent(contender.name)}`;
    if (traced) await page.tracing.start({ categories });
    await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 60_000 });
    const rendered = (await page.evaluate('seen.rendered')) as number;
    await new Promise((go) => setTimeout(go, settling));
    const script = traced ? scriptTime((await page.tracing.stop())!, url) : NaN;
    const shift = (await page.evaluate('seen.shift')) as number;
    const counted = await metrics(cdp);
    await cdp.send('HeapProfiler.collectGarbage');
    const { JSHeapUsedSize: heap, Nodes: nodes } = await metrics(cdp);
    const fetched = taken();
    hosts.delete(new URL(origin).host);
    return {
      rendered,
      script,
      shift,
      nodes: nodes!,
      mainThread: counted['TaskDuration']! * 1000,
      layout: counted['LayoutDuration']! * 1000,
      heapKB: heap! / 1024,
      bytes: fetched.reduce((sum, { bytes }) => sum + bytes, 0),
      requests: fetched.length,
      thirdParties: hosts.size + (contender.elsewhere ?? 0),
    };
  } finally {
    await context.close();
  }
}

const metrics = async (cdp: CDPSession): Promise<Record<string, number>> =>
  Object.fromEntries((await cdp.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]));

/** Polls once per frame; when the next frame begins, the first usable one has been painted. */
const watching = (usable: string) => `{
  const looked = () => { try { return ${usable}; } catch { return false; } };
  const rendered = new Promise((resolve) => {
    const look = () => requestAnimationFrame(() => (looked() ? requestAnimationFrame(() => resolve(performance.now())) : look()));
    look();
  });
  globalThis.seen = { shift: 0, rendered };
  new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (seen.shift += value))).observe({ type: 'layout-shift', buffered: true });
}`;
