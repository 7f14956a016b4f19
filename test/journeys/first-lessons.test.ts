import assert from 'node:assert/strict';
import { test } from 'node:test';
import { journey } from '../support/journey.js';
import { Trainee } from '../support/trainee.js';
import { PhonePage } from '../phone/phone-page.js';

const minute = 60_000;
const stage = journey();

/** Advances the clock, to the next code if nothing else is said. */
async function nextCode(phone: PhonePage, passes = minute) {
  stage.demo.passes(passes);
  await phone.restarts();
  await phone.unlocks();
  return phone.code();
}

test(
  'a learner registers the phone, passes two checks before lesson 1, none before 2, one before 9, and gets locked',
  { timeout: 120_000 },
  async (story) => {
    const phone = await PhonePage.take(stage.browser, stage.demo.phone);
    const learner = await Trainee.sitsDown(stage.browser, stage.demo.site);

    await story.test('the phone app is registered', async () => void (await phone.beginsWith('01000004321')));

    await story.test('lesson 1 verifies enrolment and the lesson in one gate', async () => {
      await learner.logsIn('홍길동', '010-0000-4321');
      // eight seconds before the app shows another code
      const first = await nextCode(phone, minute + 52_000 - (stage.demo.now() % minute));
      await learner.wants('/lesson/1');
      await learner.isAsked();
      assert.equal(await learner.reads('step'), '2단계 중 1단계');
      assert.match(await learner.reads('learner'), /홍길동.*010-0000-4321/s);
      await learner.answers(first!);
      await learner.hears('1단계를 마쳤습니다');
      await learner.hears('새 인증번호를 기다려 주세요');
      await learner.hears('2단계 중 2단계');
      await learner.hears('새 인증번호가 나왔습니다');
      await learner.answers(first!);
      await learner.hears('이미 사용한 인증번호입니다');
      await learner.answers((await nextCode(phone, 0))!);
      await learner.arrivesAt('/lesson/1');
    });

    await story.test('lesson 2 opens without a gate', async () => {
      await learner.goesTo('/course');
      await learner.wants('/lesson/2');
      await learner.arrivesAt('/lesson/2');
    });

    await story.test('a typed address does not bypass the gate', async () => {
      await learner.goesTo('/lesson/9');
      assert.match(await learner.page.evaluate(() => document.body.innerText), /본인인증이 필요합니다/);
    });

    await story.test('lesson 9 requires verification, also after a restart of every server', async () => {
      await stage.demo.restarts();
      await learner.goesTo('/course');
      await learner.wants('/lesson/9');
      await learner.isAsked();
      assert.equal(await learner.reads('title'), '9차시 본인인증');
      await learner.answers((await nextCode(phone))!);
      await learner.arrivesAt('/lesson/9');
    });

    await story.test('five wrong codes lock, and the right code does not open the lock', async () => {
      await learner.goesTo('/course');
      const right = await nextCode(phone);
      const wrong = ['111111', '222222', '333333', '444444', '555555', '666666', '777777'].filter(
        (code) => code !== right,
      );
      await learner.wants('/lesson/17');
      await learner.isAsked();
      for (const left of [4, 3, 2]) {
        await learner.answers(wrong[left]!);
        await learner.hears(`${left}번 더`);
      }
      await learner.answers(wrong[1]!);
      await learner.hears('마지막 기회입니다');
      await learner.answers(wrong[0]!, { by: 'Enter' });
      await learner.hears('잠겼습니다');
      await learner.presses('Escape');
      await learner.goesTo('/course');
      await learner.wants('/lesson/17');
      await learner.hears('잠겼습니다');
      await learner.goesTo('/lesson/17');
      assert.match(await learner.page.evaluate(() => document.body.innerText), /본인인증이 필요합니다/);
    });

    assert.deepEqual([...learner.faults, ...phone.faults], []);
  },
);
