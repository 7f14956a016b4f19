/**
 * What the gate costs over its own first screen as plain HTML: an element of a few lines that inserts the same nodes and
 * styles when it has its challenge, without Lit, states and events. Paired rounds (`ROUNDS`, 20 by default) in one
 * Chromium.
 */
import puppeteer, { type Browser } from 'puppeteer-core';
import { styles } from '../../widget/mo-otp-gate.styles.js';
import { findChromium } from '../support/find-chromium.js';
import { blank, ours, type Contender } from './peers/contenders.js';
import { serve } from './peers/serve.js';
import { visit, type Visit } from './peers/visit.js';
import { compare, estimate } from './statistics.js';
import { head, row } from './table.js';

const rounds = Number(process.env['ROUNDS'] ?? 20);
const plain: Contender = {
  name: 'plain HTML',
  head: '<script src="/plain/loader.js" async></script>',
  usable: `document.querySelector('plain-screen')?.shadowRoot.querySelector('[part=input]')?.getBoundingClientRect().height > 0`,
};

const plainLoader = `{
  const { src } = document.currentScript;
  import(new URL('screen.js', src));
}`;

/** The element of the yardstick, made of the gate's screen as a browser shows it. */
async function plainScript(browser: Browser, origin: string): Promise<Buffer> {
  const page = await browser.newPage();
  try {
    await page.emulateTimezone('Asia/Seoul');
    await page.goto(`${origin}/page/${encodeURIComponent(ours.name)}`);
    await page.waitForFunction(ours.usable);
    const screen = await page.evaluate(() => {
      const { shadowRoot } = document.querySelector('mo-otp-gate')!;
      shadowRoot!.querySelector('dialog')!.removeAttribute('open');
      return shadowRoot!.innerHTML.replace(/<!--.*?-->/g, '');
    });
    return Buffer.from(`
      const template = document.createElement('template');
      template.innerHTML = ${JSON.stringify(screen)};
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(${JSON.stringify(styles)});
      customElements.define('plain-screen', class extends HTMLElement {
        root = this.attachShadow({ mode: 'open' });
        async show() {
          this.root.adoptedStyleSheets = [sheet];
          const reply = await fetch('/v1/challenge', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: '{}',
          });
          const { learner } = await reply.json();
          const screen = document.importNode(template.content, true);
          screen.querySelector('[part=learner] b').textContent = learner.name;
          this.root.append(screen);
          this.root.querySelector('dialog').showModal();
          this.root.querySelector('input').focus();
        }
      });
      const element = document.createElement('plain-screen');
      document.body.append(element);
      element.show();
    `);
  } finally {
    await page.close();
  }
}

/** Prints the figures and how the goals are met. */
export async function light(): Promise<void> {
  const scripts = new Map<string, Buffer>();
  const server = await serve([plain], scripts);
  const { executablePath, args, env, headless } = await findChromium();
  const browser = await puppeteer.launch({ executablePath, headless, ...(env && { env }), args });
  const seen = new Map<Contender, (Visit & { tracedScript: number })[]>([blank, plain, ours].map((one) => [one, []]));
  try {
    scripts.set('/plain/loader.js', Buffer.from(plainLoader));
    scripts.set('/plain/screen.js', await plainScript(browser, server.origin));
    const go = (one: Contender, traced = false) =>
      visit(browser, server.origin, server.taken, one, { cpu: 1, ...(traced && { traced }) });
    // the first visit includes the browser's own start-up
    for (const one of seen.keys()) await go(one);
    for (let round = 0; round < rounds; round++) {
      process.stderr.write(`round ${round + 1} of ${rounds}\r`);
      const all = [...seen.entries()];
      // each round starts with another one
      for (const [one, visits] of [...all.slice(round % all.length), ...all.slice(0, round % all.length)])
        visits.push({ ...(await go(one)), tracedScript: (await go(one, true)).script });
    }
  } finally {
    await browser.close();
    server.close();
  }
  const blanks = seen.get(blank)!;
  const figures = {
    script: ({ tracedScript }: (typeof blanks)[0]) => tracedScript,
    'main thread over blank': ({ mainThread }: (typeof blanks)[0], round: number) =>
      mainThread - blanks[round]!.mainThread,
    layout: ({ layout }: (typeof blanks)[0]) => layout,
  };
  const goals = { script: 2, 'main thread over blank': 1.2, layout: 1.1 };
  console.log(`${rounds} rounds; milliseconds of CPU time of the main thread, mean ± half of the 95 % interval\n`);
  head('', 'gate', 'plain HTML', 'ratio', 'goal', '');
  for (const [what, of] of Object.entries(figures)) {
    const [gate, yardstick] = [ours, plain].map((one) => seen.get(one)!.map(of)) as [number[], number[]];
    const { ratio, verdict } = compare(gate, yardstick, goals[what as 'layout']);
    const cell = (values: number[]) => {
      const { mean, within } = estimate(values);
      return `${mean.toFixed(1)} ± ${within.toFixed(1)}`;
    };
    row(what, cell(gate), cell(yardstick), ratio.toFixed(2), `at most ${goals[what as 'layout']}`, verdict);
  }
}
