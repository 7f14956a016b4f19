/**
 * `npm run screenshots:demo`: the pages around the gate into `demo/data/screenshots`, light and dark, at 320, 390 and
 * 1000 px: the training site, the phone app, the practice pages of the identity provider, `/messages`, the operator's
 * page, each as a whole; and the picture of the README. `npm run screenshots:demo -- phone` only those whose name begins
 * with "phone", `-- readme` only the last.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import { PhonePage } from './phone/phone-page.js';
import { openChromium } from './support/chromium.js';
import { startDemo } from './support/demo.js';
import { Trainee, passesIpin } from './support/trainee.js';

const folder = fileURLToPath(new URL('../demo/data/screenshots', import.meta.url));
const wanted = process.argv.slice(2);
const widths = [320, 390, 1000];
const born = '19900101';
let pictures = 0;

/** A picture in every size and brightness. */
async function take(page: Page, name: string, { fullPage = true } = {}) {
  await page.emulateTimezone('Asia/Seoul'); // elsewhere the gate says how to set the phone's clock
  if (wanted.length > 0 && !wanted.some((one) => name.startsWith(one))) return;
  for (const width of widths)
    for (const scheme of ['light', 'dark']) {
      await page.setViewport({ width, height: 844 });
      // what sticks to the window's edge is taken where the page ends, as nobody sees it in a picture of all
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      if (fullPage) await page.setViewport({ width, height: Math.max(844, height) });
      await page.emulateMediaFeatures([
        { name: 'prefers-color-scheme', value: scheme },
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ]);
      await page.evaluate(() => new Promise((resume) => requestAnimationFrame(() => setTimeout(resume, 50))));
      await page.screenshot({ path: join(folder, `${name}-${width}-${scheme}.png`), fullPage });
      pictures++;
    }
}

const demo = await startDemo();
const browser = await openChromium();
const scenes: Record<string, () => Promise<void>> = {
  async site() {
    const learner = await Trainee.sitsDown(browser, demo.site);
    const { page } = learner;
    await learner.goesTo('/');
    await take(page, 'site-login');
    await learner.logsIn('test_verified', '010-0000-6001', born);
    await take(page, 'site-course-new');
    await learner.goesTo('/lesson/9');
    await take(page, 'site-blocked');
    await page.evaluate(() =>
      fetch('/gate/lesson/9', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token: 'forged' }),
      }),
    );
    await learner.goesTo('/lesson/9');
    await take(page, 'site-refused');
    await learner.goesTo('/assignment');
    await take(page, 'site-assignment');
    await learner.goesTo('/nowhere');
    await take(page, 'site-error');
  },
  /** The picture of the README: the gate over the course page, half of a code typed. */
  async readme() {
    const learner = await Trainee.sitsDown(browser, demo.site);
    const { page } = learner;
    await page.emulateTimezone('Asia/Seoul');
    await page.setViewport({ width: 900, height: 600, deviceScaleFactor: 1.5 });
    await learner.logsIn('홍길동', '010-0000-4321');
    await learner.wants('/lesson/1');
    await learner.isAsked();
    await learner.types('2866');
    await page.evaluate(() => new Promise((resume) => setTimeout(resume, 500)));
    await page.screenshot({ path: fileURLToPath(new URL('../demo/screenshots/gate.png', import.meta.url)) });
    pictures++;
  },
  async lessons() {
    const learner = await Trainee.sitsDown(browser, demo.site);
    const { page } = learner;
    await learner.logsIn('이서준', '010-0000-6002', born);
    for (const lesson of [1, 2, 3]) {
      await learner.wants(`/lesson/${lesson}`);
      if (lesson === 1)
        for (const step of ['2단계 중 1단계', '2단계 중 2단계']) {
          await learner.hears(step);
          await learner.chooses('아이핀(i-PIN)');
          await passesIpin(await learner.opensWindow('아이핀 본인확인 창 열기'), { birthDate: born });
        }
      await learner.arrivesAt(`/lesson/${lesson}`);
      if (lesson === 2) await take(page, 'site-lesson');
      if (lesson < 3) await page.locator('form[action$="/done"] button').click();
      else await learner.goesTo('/course');
      await learner.arrivesAt('/course');
    }
    await take(page, 'site-course');
  },
  async pages() {
    const { page } = await Trainee.sitsDown(browser, demo.site);
    for (const path of ['playground', 'theming']) {
      await page.goto(`${demo.site}/${path}`);
      await page.waitForFunction(() => document.querySelector('mo-otp-gate')?.phase === 'answering');
      await take(page, `${path}-first`, { fullPage: false });
      await take(page, path);
    }
    for (const theme of ['public-service', 'playful', 'high-contrast']) {
      await page.select('#pick-theme', theme);
      await page.waitForFunction(() => document.querySelector('#snippet code')!.textContent);
      await take(page, `theming-${theme}`);
    }
  },
  async practice() {
    const learner = await Trainee.sitsDown(browser, demo.site);
    await learner.logsIn('김하늘', '010-0000-6003', born);
    await learner.wants('/lesson/1');
    await learner.isAsked();
    await learner.chooses('휴대폰 본인확인');
    const page = await learner.opensWindow('휴대폰 본인확인 창 열기');
    await page.waitForSelector('input[name=carrier]');
    await take(page, 'practice-person');
    await page.locator('form:first-of-type button').click();
    await page.waitForFunction(() => document.querySelector('[role=alert]')?.textContent);
    await take(page, 'practice-person-wrong');
    await page.locator('input[name=carrier]').click();
    await page.locator('form:first-of-type button').click();
    await page.waitForSelector('input[name=code]');
    await take(page, 'practice-code');
    await page.locator('input[name=code]').fill('000000');
    await page.locator('form:first-of-type button').click();
    await page.waitForFunction(() => document.querySelector('[role=alert]')?.textContent);
    await take(page, 'practice-code-wrong');
    // in the learner's own window, as the gate closes the other one
    await learner.page.goto(page.url().replace(/\/code$/, ''));
    await learner.page.locator('form:last-of-type button').click();
    await learner.page.waitForSelector('main > a.button, [data-close]');
    await take(learner.page, 'practice-over');
  },
  async phone() {
    const phone = await PhonePage.take(browser, demo.phone, { clockError: 3_600_000 });
    const shot = (name: string) => take(phone.page, `phone-${name}`);
    await phone.sees('6자리 인증번호로 본인인증');
    await shot('welcome');
    await phone.presses('시작하기');
    await shot('consent');
    await phone.presses('동의합니다');
    await phone.givesDetails('02');
    await shot('details-wrong');
    await phone.givesDetails('010-0000-6004');
    await shot('new-pin');
    await phone.choosesPin('2580');
    await phone.reads('인증번호 넣기');
    await shot('sms');
    await phone.presses('인증번호 넣기');
    await phone.presses('확인');
    await phone.sees('등록되었습니다');
    await shot('registered');
    await phone.presses('인증번호 보기');
    await phone.code();
    await shot('code');
    await phone.presses('잠그기');
    await phone.sees('앱 비밀번호를 입력해 주세요');
    await shot('pin');
    for (const left of [4, 3, 2, 1]) {
      await phone.unlocks('1111');
      await phone.reads(`${left}번 더 틀리면`);
    }
    await shot('pin-wrong');
    await phone.unlocks('1111');
    await phone.sees('앱이 잠겼습니다');
    await shot('locked');
    await phone.page.goto(`${demo.phone}/messages`);
    await phone.types('휴대폰 번호', '010-0000-6004');
    await phone.presses('문자 보기');
    await phone.reads('인증번호:');
    await shot('messages');
  },
  async operator() {
    const page = await browser.newPage();
    await page.goto(demo.operator.page);
    await take(page, 'operator-login');
    await page.locator('input[name=secret]').fill('wrong');
    const submits = async (selector: string) =>
      void (await Promise.all([page.waitForNavigation(), page.click(selector)]));
    await submits('main form button');
    await take(page, 'operator-login-wrong');
    await page.locator('input[name=secret]').fill(demo.operator.secret);
    await submits('main form button');
    await take(page, wanted.length > 0 ? 'operator-first-day' : 'operator');
    const learner = await Trainee.sitsDown(browser, demo.site);
    await learner.logsIn('박지우', '010-0000-6005', born);
    await learner.wants('/lesson/1');
    await learner.isAsked();
    await learner.types('111111');
    await learner.hears('앱에 등록한 것과 다르면');
    await learner.chooses('아이핀(i-PIN)');
    await passesIpin(await learner.opensWindow('아이핀 본인확인 창 열기'), { birthDate: born });
    await learner.hears('2단계 중 2단계');
    await page.goto(demo.operator.page);
    await take(page, 'operator-attempts');
    await page.locator('#learner').fill('no-such-learner');
    await submits('.search button');
    await take(page, 'operator-nothing');
    await submits('[formaction$="/proof#whole"]');
    await take(page, 'operator-proof');
  },
};

mkdirSync(folder, { recursive: true });
const failed: string[] = [];
try {
  for (const [name, scene] of Object.entries(scenes)) {
    if (wanted.length > 0 && !wanted.some((one) => one.startsWith(name) || sceneOf(one) === name)) continue;
    await scene().catch((error) => {
      failed.push(name);
      console.error(name, error);
    });
  }
  console.log(`${pictures} pictures in ${folder}`);
} finally {
  await browser.close();
  await demo.close();
}
process.exit(failed.length);

/** The scene that takes the pictures whose name begins so. */
function sceneOf(prefix: string) {
  if (/^site-(course|lesson)$/.test(prefix)) return 'lessons';
  if (/^(playground|theming)/.test(prefix)) return 'pages';
  return prefix.split('-')[0]!;
}
