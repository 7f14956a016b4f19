/** Identity checks on a provider's page: i-PIN, another person, cancelled. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { journey } from '../support/journey.js';
import { Trainee, givesUp, passesCheck, passesIpin } from '../support/trainee.js';

const stage = journey();
const born = '19900101';

/** A learner at the gate of the first lesson. */
async function atTheGate(phone: string, { birthDate = born, windows = true } = {}) {
  const learner = await Trainee.sitsDown(stage.browser, stage.demo.site);
  if (!windows) await learner.page.evaluateOnNewDocument(() => void (window.open = () => null));
  await learner.logsIn('김하늘', phone, birthDate);
  await learner.wants('/lesson/1');
  await learner.isAsked();
  return learner;
}

test('i-PIN verifies both checks of the first lesson by name and birth date', { timeout: 60_000 }, async () => {
  const learner = await atTheGate('010-0000-7101');
  for (const step of ['2단계 중 1단계', '2단계 중 2단계']) {
    await learner.hears(step);
    await learner.chooses('아이핀(i-PIN)');
    const window = await learner.opensWindow('아이핀 본인확인 창 열기');
    await passesIpin(window, { birthDate: born });
  }
  await learner.arrivesAt('/lesson/1');
  assert.deepEqual(learner.faults, []);
});

test('without a popup i-PIN continues in the same window and returns to the lesson', { timeout: 60_000 }, async () => {
  const learner = await atTheGate('010-0000-7102', { windows: false });
  await learner.chooses('아이핀(i-PIN)');
  await learner.chooses('아이핀 본인확인 창 열기');
  await learner.chooses('이 창에서 본인확인하기');
  await learner.page.waitForSelector('input[name=birthDate]');
  await passesIpin(learner.page, { birthDate: born });
  await learner.page.waitForFunction((site) => location.href.startsWith(site), {}, stage.demo.site);
  await learner.wants('/lesson/1');
  await learner.hears('2단계 중 2단계');
});

test('i-PIN is not offered without a birth date', { timeout: 60_000 }, async () => {
  const learner = await atTheGate('010-0000-7103', { birthDate: '' });
  await learner.opensMore();
  await learner.hears('휴대폰 본인확인');
  assert.equal(
    await learner.page.evaluate(() =>
      document.querySelector('mo-otp-gate')!.shadowRoot!.textContent!.includes('아이핀(i-PIN)'),
    ),
    false,
  );
});

test('another person’s identity is refused, and the learner may retry', { timeout: 60_000 }, async () => {
  const phone = '010-0000-7104';
  const learner = await atTheGate(phone);
  await learner.chooses('휴대폰 본인확인');
  const window = await learner.opensWindow('휴대폰 본인확인 창 열기');
  await passesCheck(window, { phone: '010-0000-7999' }, stage.demo.phone);
  await learner.hears('등록된 정보와 다릅니다');
  const again = await learner.opensWindow('휴대폰 본인확인 창 열기');
  await passesCheck(again, { phone }, stage.demo.phone);
  await learner.hears('2단계 중 2단계');
});

test('a learner who cancels an identity check sees so and is offered other methods', { timeout: 60_000 }, async () => {
  const learner = await atTheGate('010-0000-7105');
  await learner.chooses('휴대폰 본인확인');
  await givesUp(await learner.opensWindow('휴대폰 본인확인 창 열기'));
  await learner.hears('본인확인을 취소했습니다');
  await learner.chooses('아이핀(i-PIN)');
  const window = await learner.opensWindow('아이핀 본인확인 창 열기');
  await passesIpin(window, { birthDate: born });
  await learner.hears('2단계 중 2단계');
});
