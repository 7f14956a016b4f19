/** A learner's course in a browser, on the small site of each recipe: every site lets in and refuses alike. */
import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import { presets } from '../../demo/verifier/domain/policy-presets.js';
import { openChromium, type Chromium } from '../support/chromium.js';
import { Trainee } from '../support/trainee.js';
import { SetClock, startVerifier } from '../support/verifier.js';
import { sharedSite } from './shared-site.js';
import { serveAssets, sites, type Recipe } from './sites.js';

let browser: Chromium;
let assets: Awaited<ReturnType<typeof serveAssets>>;
before(async () => void ([browser, assets] = await Promise.all([openChromium(), serveAssets()])));
after(async () => {
  await browser?.close();
  assets?.close();
});

const { siteAt } = sharedSite(() => ({ GATE_ASSETS: assets.url }));
const minute = 60_000;

/** A learner on the course page of a site, whose phone app is registered. */
async function atCourse(t: TestContext, recipe: Recipe, policy: keyof typeof presets) {
  const clock = new SetClock();
  const verifier = await startVerifier({ clock, policy: presets[policy] });
  let closed: Promise<void> | undefined;
  const stopVerifier = () => (closed ??= verifier.close());
  t.after(stopVerifier);
  const site = await siteAt(recipe, verifier);
  const phone = await verifier.registerDevice('김하나', '010-0000-1234');
  const learner = await Trainee.sitsDown(browser, site.origin);
  await learner.goesTo('/login/kim');
  return {
    learner,
    clock,
    stopVerifier,
    /** Answers with the app's next code, which comes as a minute passes at the verifier and in the page. */
    async code() {
      await learner.isAsked();
      clock.advance(minute);
      await learner.page.evaluate((passed) => {
        const now = Date.now.bind(Date);
        Date.now = () => now() + passed;
      }, minute);
      await learner.answers(phone.codeAt(clock.now()));
    },
    /** Opens the course page and presses the link. */
    async wants(path: string) {
      await learner.goesTo('/course');
      await learner.wants(path);
    },
    /** Opens an address; the HTTP status. */
    opens: async (path: string) => (await learner.page.goto(new URL(path, site.origin).href))!.status(),
    async submits() {
      await learner.page.waitForFunction(() => 'MoOtpGate' in window);
      await learner.page.locator('button').click();
    },
    sees: (title: string) =>
      learner.page.waitForFunction((title) => document.querySelector('h1')?.textContent === title, {}, title),
  };
}

for (const [name, recipe] of Object.entries(sites)) {
  test(`${name}: a course by the manual`, { skip: recipe.skip, timeout: 180_000 }, async (t) => {
    const c = await atCourse(t, recipe, 'manual');
    const { learner } = c;

    await t.test('lesson 1 verifies the enrolment first', async () => {
      await c.wants('/lesson/1');
      await learner.hears('2단계 중 1단계');
      await c.code();
      await learner.hears('2단계 중 2단계');
      await c.code();
      await c.sees('1차시');
    });

    await t.test('lesson 2 opens without a gate, lesson 9 needs one, lesson 10 none', async () => {
      await c.wants('/lesson/2');
      await c.sees('2차시');
      await c.wants('/lesson/9');
      await c.code();
      await c.sees('9차시');
      assert.equal(await c.opens('/lesson/9'), 200, 'a reload');
      await c.wants('/lesson/10');
      await c.sees('10차시');
    });

    await t.test('a typed address is refused, and the refused page offers the gate', async () => {
      assert.equal(await c.opens('/lesson/17'), 403);
      await learner.wants('/lesson/17');
      await c.code();
      await c.sees('17차시');
    });

    for (const [path, title] of [
      ['/evaluation', '진행단계 평가'],
      ['/exam', '최종 시험'],
    ] as const)
      await t.test(`one entry into ${path} lasts until it is submitted`, async () => {
        await c.wants(path);
        await c.code();
        await c.sees(title);
        assert.equal(await c.opens(path), 200, 'a reload');
        const tab = await learner.page.browserContext().newPage();
        assert.equal((await tab.goto(learner.page.url()))!.status(), 200, 'a new tab');
        await tab.close();
        await c.submits();
        await c.sees('제출했습니다');
        await learner.page.goBack();
        await c.sees('본인확인이 필요합니다');
        await learner.wants(path);
        await c.code();
        await c.sees(title);
      });

    await t.test('the assignment is verified each time', async () => {
      for (const _time of [1, 2]) {
        assert.equal(await c.opens('/assignment'), 200);
        await c.submits();
        await c.code();
        await c.sees('제출했습니다');
      }
    });
    assert.deepEqual(learner.faults, []);
  });

  test(`${name}: lessons by the day`, { skip: recipe.skip, timeout: 60_000 }, async (t) => {
    const c = await atCourse(t, recipe, 'daily');
    await c.wants('/lesson/2');
    await c.learner.hears('2단계 중 1단계');
    await c.code();
    await c.learner.hears('2단계 중 2단계');
    await c.code();
    await c.sees('2차시');
    for (const lesson of [9, 10, 1]) {
      await c.wants(`/lesson/${lesson}`);
      await c.sees(`${lesson}차시`);
    }
  });
}

test(
  'the verifier goes down in the middle of the course: everything closes but what was granted',
  { timeout: 60_000 },
  async (t) => {
    const c = await atCourse(t, sites['Express']!, 'manual');
    await c.wants('/exam');
    await c.code();
    await c.learner.hears('2단계 중 2단계');
    await c.code();
    await c.sees('최종 시험');
    await c.stopVerifier();
    assert.equal(await c.opens('/lesson/2'), 503);
    assert.equal(await c.opens('/exam'), 200);
  },
);
