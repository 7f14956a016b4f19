import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PhonePage } from '../phone/phone-page.js';
import { journey } from '../support/journey.js';
import { Trainee, passesCheck } from '../support/trainee.js';

const stage = journey();

/** A learner without the app on the course page. */
async function withoutTheApp(phone: string, name = '김하늘') {
  const learner = await Trainee.sitsDown(stage.browser, stage.demo.site);
  await learner.logsIn(name, phone);
  return learner;
}

test('a phone identity check in a popup verifies both checks of the first lesson', { timeout: 60_000 }, async () => {
  const phone = '010-0000-7001';
  const learner = await withoutTheApp(phone);
  await learner.wants('/lesson/1');
  for (const step of ['2단계 중 1단계', '2단계 중 2단계']) {
    await learner.hears(step);
    await learner.chooses('휴대폰 본인확인');
    const window = await learner.opensWindow('휴대폰 본인확인 창 열기');
    await learner.hears('다른 창에서 본인확인을 마쳐 주세요');
    await passesCheck(window, { phone }, stage.demo.phone);
  }
  await learner.arrivesAt('/lesson/1');
  assert.deepEqual(learner.faults, []);
});

test(
  'without a popup the identity check continues in the same window and returns to the lesson',
  { timeout: 60_000 },
  async () => {
    const phone = '010-0000-7002';
    const learner = await withoutTheApp(phone);
    await learner.page.evaluateOnNewDocument(() => void (window.open = () => null));
    await learner.goesTo('/course');
    await learner.wants('/lesson/1');
    await learner.isAsked();
    await learner.chooses('휴대폰 본인확인');
    await learner.chooses('휴대폰 본인확인 창 열기');
    await learner.chooses('이 창에서 본인확인하기');
    await learner.page.waitForSelector('input[name=birthDate]');
    await passesCheck(learner.page, { phone }, stage.demo.phone);
    await learner.page.waitForFunction((site) => location.href.startsWith(site), {}, stage.demo.site);
    await learner.wants('/lesson/1');
    await learner.hears('2단계 중 2단계');
  },
);

test('a computed captcha verifies a lesson', { timeout: 60_000 }, async () => {
  const phone = '010-0000-7003';
  const learner = await withoutTheApp(phone);
  await learner.wants('/lesson/1');
  await learner.isAsked();
  await learner.chooses('휴대폰 본인확인');
  await passesCheck(await learner.opensWindow('휴대폰 본인확인 창 열기'), { phone }, stage.demo.phone);
  await learner.hears('2단계 중 2단계');
  await learner.chooses('자동입력 방지(캡차)');
  await learner.chooses('확인하기');
  await learner.arrivesAt('/lesson/1');
});

test('web OTP: a phone check registers the browser, which then fills its code in', { timeout: 60_000 }, async () => {
  const phone = '010-0000-7004';
  const learner = await withoutTheApp(phone);
  await learner.wants('/lesson/1');
  await learner.isAsked();
  await learner.chooses('웹 OTP');
  const window = await learner.opensWindow('휴대폰 본인확인 창 열기');
  await passesCheck(window, { phone }, stage.demo.phone);
  await learner.chooses('이 번호로 인증하기');
  await learner.hears('2단계 중 2단계');
  // a code works once, so the next check needs the next minute's code
  stage.demo.passes(60_000);
  await learner.chooses('mOTP 앱');
  await learner.chooses('웹 OTP');
  await learner.chooses('이 번호로 인증하기');
  await learner.arrivesAt('/lesson/1');
});

test(
  'five wrong codes lock, a phone identity check unlocks, and a code verifies again',
  { timeout: 60_000 },
  async () => {
    const telephone = await PhonePage.take(stage.browser, stage.demo.phone);
    await telephone.beginsWith('01000007005');
    const right = await telephone.code();
    const learner = await withoutTheApp('010-0000-7005', '홍길동');
    await learner.wants('/lesson/1');
    await learner.isAsked();
    const wrong = ['111111', '222222', '333333', '444444', '555555', '666666'].filter(
      (code) => code !== right!.replace(/\D/g, ''),
    );
    for (const [at, words] of ['4번 더', '3번 더', '2번 더', '마지막 기회'].entries()) {
      await learner.answers(wrong[at]!);
      await learner.hears(words);
    }
    await learner.answers(wrong[4]!, { by: 'Enter' });
    await learner.hears('잠겼습니다');
    await learner.chooses('휴대폰 본인확인');
    const window = await learner.opensWindow('휴대폰 본인확인 창 열기');
    await passesCheck(window, { phone: '010-0000-7005' }, stage.demo.phone);
    await learner.isAsked();
    assert.equal(await learner.reads('step'), '2단계 중 1단계', 'unlocking does not verify');
    await learner.answers(right!);
    await learner.hears('2단계 중 2단계');
    assert.deepEqual(learner.faults, []);
  },
);
