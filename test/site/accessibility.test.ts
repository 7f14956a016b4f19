/** Every page of the training site and of the practice provider: axe, width, target sizes, forced colours, keyboard. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import type { CDPSession, Page } from 'puppeteer-core';
import { journey } from '../support/journey.js';
import { Trainee, passesIpin } from '../support/trainee.js';

const stage = journey();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const born = '19900101';
let people = 0;
const newNumber = () => `010-0000-${5000 + ++people}`;

interface Look {
  width?: number;
  dark?: boolean;
  forced?: boolean;
}

const sessions = new WeakMap<Page, Promise<CDPSession>>();

/** Puppeteer cannot emulate forced colours. One session a page: what several emulate adds up. */
async function emulate(page: Page, { width = 1000, dark = false, forced = false }: Look) {
  await page.setViewport({ width, height: 800 });
  if (!sessions.has(page)) sessions.set(page, page.createCDPSession());
  const devtools = await sessions.get(page)!;
  await devtools.send('Emulation.setEmulatedMedia', {
    features: [
      { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' },
      { name: 'forced-colors', value: forced ? 'active' : 'none' },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ],
  });
}

/** Accessibility violations, small targets, what is too wide, and what still moves although motion is reduced. */
async function faultsOf(page: Page, look: Look) {
  await emulate(page, look);
  // axe runs here without the page's policy, which forbids inline scripts
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await (
      globalThis as unknown as {
        axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      }
    ).axe.run({ rules: { 'target-size': { enabled: true } } });
    const low = [...document.querySelectorAll('button, a.button, input, select, textarea, summary')].filter(
      (target) =>
        target.checkVisibility() &&
        !target.matches('[type=radio], [type=checkbox], [type=hidden]') &&
        target.getBoundingClientRect().height < 44,
    );
    return [
      ...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)),
      ...low.map(({ outerHTML }) => `lower than 44 px: ${outerHTML}`),
      ...(document.documentElement.scrollWidth > innerWidth ? [`${document.documentElement.scrollWidth} px wide`] : []),
      ...document
        .getAnimations()
        .filter(({ playState }) => playState === 'running')
        .map((animation) => `moves: ${((animation.effect as KeyframeEffect).target as Element)?.outerHTML}`),
    ];
  });
}

interface Scene {
  name: string;
  page: Page;
  /** The look that is left out. */
  except?: string;
}

/** The pages of the site, from the login to a result; the learner is verified by i-PIN. */
async function* sitePages(): AsyncGenerator<Scene> {
  const learner = await Trainee.sitsDown(stage.browser, stage.demo.site);
  const { page } = learner;
  const i = async (times: number) => {
    for (let n = 0; n < times; n++) {
      await learner.chooses('아이핀(i-PIN)');
      await passesIpin(await learner.opensWindow('아이핀 본인확인 창 열기'), { birthDate: born });
      if (n + 1 < times) await learner.hears('2단계 중 2단계');
    }
  };
  await learner.goesTo('/');
  yield { name: 'login', page };
  await page.locator('input[name=name]').fill('차');
  await page.locator('input[name=phone]').fill('02');
  await Promise.all([page.waitForNavigation(), page.locator('form:has(input[name=name]) button').click()]);
  yield { name: 'login with errors', page };
  await learner.logsIn('김하늘', newNumber(), born);
  yield { name: 'course, not begun', page };
  await learner.goesTo('/lesson/9');
  yield { name: 'blocked', page };
  await page.evaluate(() =>
    fetch('/gate/lesson/9', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: 'forged' }),
    }),
  );
  await learner.goesTo('/lesson/9');
  await page.waitForSelector('.wrong[role=status]');
  yield { name: 'refused', page };
  await learner.goesTo('/course');
  await learner.wants('/lesson/1');
  await learner.isAsked();
  await i(2);
  await learner.arrivesAt('/lesson/1');
  yield { name: 'lesson', page };
  await Promise.all([page.waitForNavigation(), page.locator('form[action$="/done"] button').click()]);
  yield { name: 'course, with marks', page };
  await learner.wants('/evaluation');
  await learner.isAsked();
  await i(1);
  await page.waitForSelector('fieldset');
  yield { name: 'assessment', page };
  await page.$$eval('fieldset', (all) => all.forEach((one) => one.querySelector('input')!.click()));
  await Promise.all([page.waitForNavigation(), page.locator('main form button').click()]);
  yield { name: 'result', page };
  await learner.goesTo('/assignment');
  yield { name: 'assignment', page };
  await learner.goesTo('/nowhere');
  yield { name: 'no such page', page };
  await learner.goesTo('/theming');
  await page.waitForFunction(() =>
    [...document.querySelectorAll('mo-otp-gate')].some(({ phase }) => phase === 'answering'),
  );
  yield { name: 'theming', page };
  for (const theme of ['public-service', 'playful', 'high-contrast']) {
    await page.select('#pick-theme', theme);
    await page.waitForFunction(
      (theme) => document.querySelector<HTMLLinkElement>('#theme')!.sheet?.href?.endsWith(`${theme}.css`),
      {},
      theme,
    );
    // axe reads `-webkit-text-fill-color`, whose value is the theme's while what is drawn is the system's
    yield { name: `theming, ${theme}`, page, except: 'in forced colours' };
  }
  assert.deepEqual(learner.faults, []);
}

/** The pages of the practice provider. */
async function* practicePages(): AsyncGenerator<Scene> {
  const learner = await Trainee.sitsDown(stage.browser, stage.demo.site);
  await learner.logsIn('김하늘', newNumber(), born);
  await learner.wants('/lesson/1');
  await learner.isAsked();
  await learner.chooses('아이핀(i-PIN)');
  const ipin = await learner.opensWindow('아이핀 본인확인 창 열기');
  await ipin.waitForSelector('input[name=birthDate]');
  yield { name: 'i-PIN', page: ipin };
  await ipin.close();
  await learner.chooses('휴대폰 본인확인');
  const page = await learner.opensWindow('휴대폰 본인확인 창 열기');
  await page.waitForSelector('input[name=carrier]');
  yield { name: 'person', page };
  const next = page.locator('form:first-of-type button');
  await next.click();
  await page.waitForFunction(() => document.querySelector('[role=alert]')?.textContent);
  yield { name: 'person with an error', page };
  await page.locator('input[name=carrier]').click();
  await next.click();
  await page.waitForSelector('input[name=code]');
  yield { name: 'code', page };
  await page.locator('input[name=code]').fill('000000');
  await next.click();
  await page.waitForFunction(() => document.querySelector('[role=alert]')?.textContent);
  yield { name: 'wrong code', page };
  // in the learner's own window: the gate closes the other one
  await learner.page.goto(page.url().replace(/\/code$/, ''));
  await learner.page.locator('form:last-of-type button').click();
  await learner.page.waitForSelector('[data-close]');
  yield { name: 'cancelled', page: learner.page };
}

const looks: Record<string, Look> = {
  'by day': {},
  'in the dark on a phone': { width: 390, dark: true },
  'on the narrowest screen': { width: 320 },
  'in forced colours': { dark: true, forced: true },
};
for (const [where, pages, count] of [
  ['training site', sitePages, 15],
  ['practice provider', practicePages, 6],
] as const)
  test(`every page of the ${where} is accessible and fits`, { timeout: 180_000 }, async (t) => {
    let seen = 0;
    for await (const { name, page, except } of pages()) {
      seen++;
      for (const [how, look] of Object.entries(looks).filter(([how]) => how !== except))
        await t.test(`${name}, ${how}`, async () => assert.deepEqual(await faultsOf(page, look), []));
      await emulate(page, {});
    }
    assert.equal(seen, count);
  });

test('a learner goes on with the course by keyboard alone', { timeout: 60_000 }, async () => {
  const learner = await Trainee.sitsDown(stage.browser, stage.demo.site);
  const { page } = learner;
  await learner.logsIn('김하늘', newNumber(), born);
  await page.waitForFunction(() => 'MoOtpGate' in window);
  const reached: string[] = [];
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate(() => document.activeElement!.textContent!.trim()));
    const ring = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle);
    assert.notEqual(ring, 'none', reached.at(-1));
  }
  assert.deepEqual(reached.slice(0, 4), ['본문으로 건너뛰기', '여울원격훈련원', '로그아웃', '학습 시작하기']);
  await page.evaluate(() => document.querySelector<HTMLElement>('.next a')!.focus());
  await page.keyboard.press('Enter');
  await learner.isAsked();
});
