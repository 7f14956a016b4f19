/** A site in EUC-KR moves from the popup of the past to the gate: before, both beside each other, after. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, beforeEach, test, type TestContext } from 'node:test';
import type { Page } from 'puppeteer-core';
import { openChromium, type Chromium } from '../support/chromium.js';
import { Trainee } from '../support/trainee.js';
import { SetClock, startVerifier } from '../support/verifier.js';
import { sharedSite } from './shared-site.js';
import { recipes, serveAssets, without, type Recipe } from './sites.js';

const skip = without('php', '--version');
const folder = join(recipes, 'moving');
const stage = (name: string): Recipe => ({
  command: (port) => ['php', '-S', `127.0.0.1:${port}`, '-t', join(folder, name)],
  skip,
});
const stages = { before: stage('1-before'), beside: stage('2-beside'), after: stage('3-after') };

let browser: Chromium;
let assets: Awaited<ReturnType<typeof serveAssets>>;
let authority: Server;
/** What the popup sent to the authority, the last first. */
let asked: URLSearchParams[] = [];
/** The code that the authority accepts; the old popup knows no other answer. */
const rightCode = '482913';

before(async () => {
  if (skip) return;
  [browser, assets] = await Promise.all([openChromium(), serveAssets()]);
  authority = createServer((request, reply) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      asked.unshift(new URLSearchParams(body));
      const right = asked[0]!.get('OTPNO') === rightCode;
      reply.writeHead(200, { 'content-type': 'application/json', 'access-control-allow-origin': '*' });
      reply.end(JSON.stringify(right ? { code: 200, status: 'SUCCESS' } : { code: 'AP001', status: 'FAIL' }));
    });
  });
  await new Promise<void>((listening) => authority.listen(0, '127.0.0.1', listening));
});
after(async () => {
  await browser?.close();
  assets?.close();
  authority?.closeAllConnections();
  authority?.close();
});
beforeEach(() => void (asked = []));

const { siteAt } = sharedSite(() => ({
  GATE_ASSETS: assets.url,
  AUTHORITY_URL: `http://127.0.0.1:${(authority.address() as AddressInfo).port}/`,
}));

/** A learner on the course page of a stage. */
async function atCourse(t: TestContext, recipe: Recipe) {
  const clock = new SetClock();
  const verifier = await startVerifier({ clock });
  t.after(() => verifier.close());
  const site = await siteAt(recipe, verifier);
  const phone = await verifier.registerDevice('김하나', '010-0000-1234');
  const learner = await Trainee.sitsDown(browser, site.origin);
  await learner.goesTo('/');
  /** Every alert of the pages. */
  const alerts: string[] = [];
  const hearAlerts = (page: Page) =>
    page.on('dialog', (dialog) => {
      alerts.push(dialog.message());
      void dialog.accept();
    });
  hearAlerts(learner.page);
  return {
    site,
    learner,
    alerts,
    /** Chooses a lesson, and types codes into the popup that comes. */
    async passesPopup(lesson: number, ...codes: string[]) {
      const opened = new Promise<Page>((resolve) => learner.page.once('popup', (page) => resolve(page!)));
      await learner.page.locator(`a[href="javascript:openOtp(${lesson})"]`).click();
      const popup = await opened;
      popup.setDefaultTimeout(10_000);
      hearAlerts(popup);
      const closed = new Promise((done) => popup.once('close', done));
      for (const code of codes) {
        await popup.locator('input[name=code]').fill(code);
        const alerted = new Promise((done) => popup.once('dialog', done));
        // not awaited: the window closes itself in the click, which then never ends
        void popup
          .locator('button')
          .click()
          .catch(() => {});
        await alerted;
      }
      await closed;
      await learner.page.bringToFront();
    },
    async passesGate() {
      await learner.isAsked();
      clock.advance(60_000);
      await learner.answers(phone.codeAt(clock.now()));
    },
    seesLesson: (lesson: number) =>
      learner.page.waitForFunction((title) => document.querySelector('h1')?.textContent === title, {}, `${lesson}차시`),
    /** What a learner with the developer's tools sends; the title of the page that comes. */
    saysVerified: (lesson: number) =>
      learner.page.evaluate(async (no) => {
        const body = new URLSearchParams({ no: String(no), verified: 'Y' });
        const bytes = await (await fetch('lesson.php', { method: 'POST', body })).arrayBuffer();
        return /<h1>(.*?)<\/h1>/.exec(new TextDecoder('euc-kr').decode(bytes))?.[1];
      }, lesson),
    /** The outcomes that were observed since the story began, as many as these. */
    async observes(...outcomes: string[]) {
      await site.logged(new RegExp(`(observed=[^]*){${outcomes.length}}`));
      const lines = [...site.log().matchAll(/mo-otp-gate: observed=(\w+) kind=lesson/g)];
      assert.deepEqual(
        lines.map(([, outcome]) => outcome),
        outcomes,
      );
    },
  };
}

test('every page of the three stages is in EUC-KR', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.php'));
  assert.equal(files.length, 13);
  for (const file of files) {
    const bytes = readFileSync(join(folder, file));
    const text = new TextDecoder('euc-kr', { fatal: true }).decode(bytes);
    if (/[가-힣]/.test(text)) assert.throws(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes), file);
  }
});

test('before: a popup asks the authority, and the site believes the browser', { skip, timeout: 60_000 }, async (t) => {
  const c = await atCourse(t, stages.before);
  await c.passesPopup(9, '000000', rightCode);
  await c.seesLesson(9);
  assert.deepEqual(c.alerts, ['인증에 실패했습니다. (AP001)', '인증되었습니다.']);
  assert.equal(asked.length, 2);
  assert.equal(asked[0]!.get('USER_NM'), '김하나');
  assert.equal(asked[0]!.get('CLASS_TME'), '09');
  await c.learner.goesTo('/');
  assert.equal(await c.saysVerified(2), '2차시', 'without any code');
});

test(
  'beside: the popup decides, and the gate after it says whom it would refuse',
  { skip, timeout: 60_000 },
  async (t) => {
    const c = await atCourse(t, stages.beside);
    await c.passesPopup(2, rightCode);
    await c.seesLesson(2);
    await c.observes(); // nothing is due before lesson 2

    await c.learner.goesTo('/');
    await c.passesPopup(9, rightCode);
    await c.passesGate();
    await c.seesLesson(9);
    await c.learner.page.reload();
    await c.observes('verified');
    assert.doesNotMatch(c.site.log(), /0000-?1234/);

    await c.learner.goesTo('/');
    await c.site.front.become(undefined);
    await c.passesPopup(1, rightCode);
    await c.seesLesson(1);
    await c.observes('verified', 'unavailable');
    await c.site.logged(/refused connection/);
    assert.deepEqual(c.learner.faults, []);
  },
);

test('beside: learners who close the gate or are locked go on', { skip, timeout: 60_000 }, async (t) => {
  const c = await atCourse(t, stages.beside);
  await c.passesPopup(9, rightCode);
  await c.learner.isAsked();
  await c.learner.presses('Escape');
  await c.seesLesson(9);
  await c.learner.page.reload();
  await c.observes('refused'); // once an entry

  await c.learner.goesTo('/');
  await c.passesPopup(1, rightCode);
  for (const code of ['111111', '222222', '333333', '444444']) {
    await c.learner.isAsked();
    await c.learner.answers(code);
    await c.learner.hears(code === '444444' ? '마지막 기회입니다' : '번 더');
  }
  await c.learner.answers('555555', { by: 'Enter' });
  await c.learner.hears('잠겼습니다');
  await c.learner.presses('Escape');
  await c.seesLesson(1);
  await c.observes('refused', 'refused');
});

test('after: the gate alone, and the site believes no browser', { skip, timeout: 60_000 }, async (t) => {
  const c = await atCourse(t, stages.after);
  await c.learner.wants('lesson.php?no=2');
  await c.seesLesson(2);
  await c.learner.goesTo('/');
  assert.equal(await c.saysVerified(9), '본인확인이 필요합니다');
  await c.learner.wants('lesson.php?no=9');
  await c.learner.isAsked();
  assert.match(await c.learner.reads('learner'), /김하나.*010-0000-1234/);
  await c.passesGate();
  await c.seesLesson(9);
  assert.deepEqual(c.alerts, []);
  assert.equal(asked.length, 0);
  await c.site.front.become(undefined);
  assert.equal((await c.learner.page.reload())!.status(), 200, 'what was granted');
  await c.learner.goesTo('/lesson.php?no=1');
  assert.equal(await c.learner.page.title(), '지금은 본인확인을 할 수 없습니다');
  assert.deepEqual(c.learner.faults, []);
});
