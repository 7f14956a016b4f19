/** The operator's page in a real browser: by keyboard, in each colour scheme, with and without the chart. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { after, before, test, type TestContext } from 'node:test';
import type { Page } from 'puppeteer-core';
import { openChromium, type Chromium } from '../support/chromium.js';
import { newOperator } from '../support/operator.js';
import { exam, hong, kim, SetClock, startVerifier, type TestVerifier } from '../support/verifier.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const clock = new SetClock();
let browser: Chromium;
let v: TestVerifier;
let secret: string;

/** 홍길동 typed sixty wrong codes; two days later 김하나 typed a wrong one and a right one. */
before(async () => {
  v = await startVerifier({ clock });
  await v.registerDevice();
  const first = await v.challenge(await v.openSession());
  for (let i = 0; i < 60; i++) await v.verify(first.id, '000000');
  clock.advance(2 * 24 * 3_600_000);
  const phone = await v.registerDevice(kim.name, kim.phone);
  const second = await v.challenge(await v.openSession(kim, exam));
  await v.verify(second.id, phone.wrongCodeAt(clock.now()));
  await v.verify(second.id, phone.codeAt(clock.now()));
  secret = await newOperator(v);
  browser = await openChromium();
});
after(async () => {
  await browser.close();
  await v.close();
});

interface Look {
  width?: number;
  dark?: boolean;
  forced?: boolean;
}

/** Opens the page in a browser of its own; a violation of the security policy or a script error fails the test. */
async function sitDown(t: TestContext, { width = 1000, dark = false, forced = false }: Look = {}) {
  clock.advance(60_000); // stays below the limit of logins per minute
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.text().includes('Content Security Policy') && faults.push(message.text()));
  t.after(async () => {
    await context.close();
    assert.deepEqual(faults, []);
  });
  await page.setViewport({ width, height: 800 });
  await page.setExtraHTTPHeaders({ 'accept-language': 'ko' });
  await emulate(page, dark, forced);
  await page.goto(`${v.url}/operator`);
  return page;
}

/** Puppeteer cannot emulate forced colours. */
async function emulate(page: Page, dark: boolean, forced = false) {
  const devtools = await page.createCDPSession();
  await devtools.send('Emulation.setEmulatedMedia', {
    features: [
      { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' },
      { name: 'forced-colors', value: forced ? 'active' : 'none' },
    ],
  });
}

const presses = async (page: Page, selector: string) =>
  void (await Promise.all([page.waitForNavigation(), page.click(selector)]));
/** Waits until this field has the focus: a page sets it some time after loading. */
const isIn = (page: Page, field: string) =>
  page.waitForFunction((field) => document.activeElement?.matches(field), {}, field);
async function logsIn(page: Page) {
  await page.type('#secret', secret);
  await presses(page, 'main button');
}

/** Accessibility faults of the page, also on a narrow screen. */
async function faultsOf(page: Page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await (
      globalThis as unknown as {
        axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      }
    ).axe.run({ rules: { 'target-size': { enabled: true } } });
    const low = [...document.querySelectorAll('button, input, summary')].filter(
      (target) => target.checkVisibility() && target.getBoundingClientRect().height < 44,
    );
    return [
      ...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)),
      ...low.map(({ outerHTML }) => `lower than 44 px: ${outerHTML}`),
      ...(document.documentElement.scrollWidth > innerWidth ? [`${document.documentElement.scrollWidth} px wide`] : []),
    ];
  });
}

for (const [how, look] of Object.entries<Look>({
  'by day': {},
  'in the dark': { dark: true },
  'on the narrowest screen': { width: 320 },
  'in forced colours': { dark: true, forced: true },
}))
  test(`every page is accessible and fits ${how}`, async (t) => {
    const page = await sitDown(t, look);
    assert.deepEqual(await faultsOf(page), [], 'login');
    await page.type('#secret', 'wrong');
    await presses(page, 'main button');
    assert.deepEqual(await faultsOf(page), [], 'wrong secret');
    await logsIn(page);
    await page.click('summary');
    assert.deepEqual(await faultsOf(page), [], 'evidence');
    await presses(page, '[formaction$="/proof#whole"]');
    assert.deepEqual(await faultsOf(page), [], 'proof');
    await page.type('#learner', 'no-such-learner');
    await presses(page, '.search button');
    assert.deepEqual(await faultsOf(page), [], 'nothing found');
  });

test('an operator logs in, searches, pages and reaches every control by keyboard', async (t) => {
  const page = await sitDown(t);
  const enters = async () => void (await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]));
  await isIn(page, '#secret');
  await page.keyboard.type(secret);
  await enters();
  await page.waitForSelector('#learner');
  await page.focus('#learner');
  await page.keyboard.type(hong.ref);
  await enters();
  assert.match(await page.$eval('#found-title', ({ textContent }) => textContent), /60건/);
  assert.equal(
    await page.$eval('#learner', (field) => (field as HTMLInputElement).value),
    hong.ref,
    'what was searched is still there',
  );

  const reached = new Set<string>();
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press('Tab');
    reached.add(await page.evaluate(() => document.activeElement?.textContent?.trim().slice(0, 12) ?? ''));
    if (await page.evaluate(() => document.activeElement?.textContent === '다음 쪽')) break;
  }
  for (const name of ['표로 보기', 'CSV (엑셀)', 'JSON', '다음 쪽']) assert.ok(reached.has(name), name);
  await enters();
  assert.match(await page.$eval('nav', ({ textContent }) => textContent), /2쪽 중 2쪽/);
  assert.doesNotMatch(page.url(), /learner/);
});

test('an operator sees each day in the chart, in the page’s colours, and its numbers under the pointer', async (t) => {
  const page = await sitDown(t);
  await logsIn(page);
  await page.waitForSelector('#chart canvas');
  const drawn = () => page.$eval('#chart canvas', (canvas) => (canvas as HTMLCanvasElement).toDataURL());
  const byDay = await drawn();
  await emulate(page, true);
  await page.waitForFunction(
    (before) => document.querySelector<HTMLCanvasElement>('#chart canvas')!.toDataURL() !== before,
    {},
    byDay,
  );

  const { x, y, width, height } = (await (await page.$('#chart .u-over'))!.boundingBox())!;
  const reads = async (share: number) => {
    await page.mouse.move(x + width * share, y + height / 2);
    return page.waitForFunction(() => document.querySelector('#reading')!.textContent).then((text) => text.jsonValue());
  };
  assert.equal(await reads(0.99), '3. 4. · 인증 1 · 실패 1 · 장애 0');
  await page.mouse.move(x, y - 60);
  await page.waitForFunction(() => document.querySelector('#reading')!.textContent === '');
  assert.equal(await reads(0.001), '2. 3. · 인증 0 · 실패 0 · 장애 0', 'the searched period begins here');
  assert.equal(await reads(0.5), '2. 17. · 인증 0 · 실패 0 · 장애 0', 'a day without attempts is a day');
});

for (const width of [320, 390, 700, 1000])
  test(`an operator sees every column at ${width} px without scrolling sideways, the result near the front`, async (t) => {
    const page = await sitDown(t, { width });
    await logsIn(page);
    const hidden = await page.$$eval('.cards tbody tr:first-child td', (cells) =>
      cells
        .filter((cell) => {
          const { left, right } = cell.getBoundingClientRect();
          return cell.textContent !== '' && (left < 0 || right > innerWidth || !cell.checkVisibility());
        })
        .map(({ outerHTML }) => outerHTML),
    );
    assert.deepEqual(hidden, []);
    assert.equal(await page.$eval('.scroll:has(.cards)', (one) => one.scrollWidth <= one.clientWidth + 1), true);
    assert.equal(await page.$eval('.cards tbody td:nth-child(2)', ({ textContent }) => textContent), '인증');
    assert.equal(
      await page.$eval('.cards tbody td:nth-child(2)', (cell) => getComputedStyle(cell, '::before').content),
      width < 960 ? '"결과"' : 'none',
    );
  });

test('an operator sees that a search is under way, and the button again after going back', async (t) => {
  const page = await sitDown(t);
  await logsIn(page);
  const button = () => page.$eval('.search button', (one) => [one.textContent, one.getAttribute('aria-busy')]);
  // as a search that takes a while: the page stays
  await page.evaluate(() => addEventListener('submit', (event) => event.preventDefault()));
  await page.click('.search button');
  assert.deepEqual(await button(), ['찾는 중…', 'true']);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  assert.deepEqual(await button(), ['찾기', null]);
});

test('an operator without scripts reads the same numbers in a table', async (t) => {
  const page = await sitDown(t);
  await page.setJavaScriptEnabled(false);
  await logsIn(page);
  assert.equal(await page.$eval('#chart', (chart) => (chart as HTMLElement).hidden), true);
  assert.deepEqual(
    await page.$$eval('#days tbody tr', (rows) =>
      rows.map(({ cells }) => [...cells].map(({ textContent }) => textContent)),
    ),
    [
      ['2026-03-02', '0', '60', '0', '0', '60'],
      ['2026-03-04', '1', '1', '0', '0', '2'],
    ],
  );
});
