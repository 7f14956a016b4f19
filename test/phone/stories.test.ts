import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { generateSync, ScureBase32Plugin } from 'otplib';
import type { Habits, PhonePage } from './phone-page.js';
import { startWorld } from './phone-fixture.js';

const HOUR = 3_600_000;
let world: Awaited<ReturnType<typeof startWorld>>;
let number: string;
let taken: PhonePage[] = [];

before(async () => void (world = await startWorld()));
after(() => world.end());
beforeEach(() => void (number = world.newNumber()));
afterEach(async () => {
  const faults = taken.flatMap((phone) => phone.faults);
  await Promise.all(taken.map((phone) => phone.putAway()));
  taken = [];
  assert.deepEqual(faults, [], 'no error and nothing that the security policy stopped');
});

async function takePhone(habits?: Habits) {
  const phone = await world.takePhone(habits);
  taken.push(phone);
  return phone;
}

/** The current code for the secret, by this machine's clock. */
const codesNow = (phone: PhonePage, more = 0) => {
  const at = (time: number) => generateSync({ secret: phone.secret, period: 60, epoch: Math.floor(time / 1000) });
  // the time step may have ended while the screen was read
  return [at(Date.now() + more - 1_000), at(Date.now() + more)];
};

test('a learner registers and the verifier accepts the code that the app shows', async () => {
  const phone = await takePhone({ realPinCost: true });
  await phone.beginsWith(number);
  const session = await world.verifier.openSession({ ref: 'learner', name: '홍길동', phone: number });
  const { id }: { id: string } = await world.verifier.challenge(session);
  assert.equal((await world.verifier.verify(id, await phone.code())).status, 'verified');
});

test('a learner who refuses consent sees other methods, and nothing is stored', async () => {
  const phone = await takePhone();
  await phone.presses('시작하기');
  await phone.presses('동의하지 않습니다');
  await phone.sees('이 앱 없이도 괜찮습니다');
  assert.deepEqual((await phone.storage()).records, []);
});

test('a learner sees an error at invalid details, a guessable PIN and unequal PINs', async () => {
  const phone = await takePhone();
  await phone.presses('시작하기');
  await phone.presses('동의합니다');
  const focused = () => phone.page.evaluate(() => document.activeElement?.id);
  assert.equal(await focused(), 'name', 'the first question has the focus');
  await phone.givesDetails('02-000-0000');
  await phone.reads('010으로 시작하는');
  assert.equal(await focused(), 'phone');
  await phone.givesDetails(number);
  await phone.choosesPin('1234');
  await phone.reads('짐작하기 쉬운 비밀번호입니다');
  assert.equal(await focused(), 'pin');
  await phone.choosesPin('2580', '2581');
  await phone.reads('두 비밀번호가 서로 다릅니다');
  assert.equal(await focused(), 'again');
});

test('a learner who types a wrong SMS code sees four tries left; another SMS resets the count', async () => {
  const phone = await takePhone();
  await phone.presses('시작하기');
  await phone.presses('동의합니다');
  await phone.givesDetails(number);
  await phone.choosesPin('2580');
  await phone.reads('인증번호 넣기');
  const sent = await phone.page.$eval('.notification', (message) => /\d{6}/.exec(message.textContent)?.[0]);
  await phone.types('인증번호', sent === '000000' ? '000001' : '000000');
  await phone.presses('확인');
  await phone.reads('4번 더 입력할 수 있습니다');
  await phone.presses('닫기');
  await phone.presses('인증번호 다시 받기');
  await phone.presses('인증번호 넣기');
  await phone.presses('확인');
  await phone.sees('등록되었습니다');
});

test('a learner sees the next code without pressing anything', async () => {
  const phone = await takePhone();
  await phone.beginsWith(number);
  assert.ok(codesNow(phone).includes(await phone.code()));
  await phone.turnsClock(60_000);
  await phone.page.waitForFunction((codes) => codes.includes(document.querySelector('.code')!.textContent), {}, [
    ...codesNow(phone, 60_000),
    ...codesNow(phone, 62_000),
  ]);
});

test('a learner opens the app with the fourth digit, whose it is in sight, and not with the third', async () => {
  const phone = await takePhone();
  await phone.beginsWith(number);
  await phone.presses('잠그기');
  await phone.sees('앱 비밀번호를 입력해 주세요');
  await phone.page.focus('#pin');
  await phone.page.keyboard.type('258');
  assert.equal(await phone.page.$eval('#pin', (input) => (input as HTMLInputElement).value), '258');
  await phone.page.keyboard.type('0');
  await phone.code();
  await phone.reads(`홍*동 · 010-****-${number.slice(-4)}`);
  await phone.presses('정보가 다르면 다시 등록하기');
  await phone.sees('개인정보 수집에 동의해 주세요');
});

test('a learner with the course on the same phone copies the code; the next code is not called copied', async () => {
  const phone = await takePhone();
  await phone.beginsWith(number);
  await phone.mayCopy();
  await phone.presses('인증번호 복사');
  await phone.reads('복사했습니다');
  assert.ok(codesNow(phone).includes(await phone.page.evaluate(() => navigator.clipboard.readText())));
  await phone.turnsClock(60_000);
  await phone.page.waitForFunction(() => !document.querySelector('#app')!.textContent.includes('복사했습니다'));
});

test('a learner whose browser refuses to copy is told so', async () => {
  const phone = await takePhone();
  await phone.beginsWith(number);
  await phone.page.evaluate(() =>
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: () => Promise.reject(new DOMException('no', 'NotAllowedError')) },
    }),
  );
  await phone.presses('인증번호 복사');
  await phone.reads('복사하지 못했습니다');
});

test('the SMS covers nothing and moves nothing above it', async () => {
  const phone = await takePhone();
  await phone.presses('시작하기');
  await phone.presses('동의합니다');
  await phone.givesDetails(number);
  await phone.choosesPin('2580');
  await phone.sees('문자로 받은 인증번호를 입력해 주세요');
  const fieldAt = () => phone.page.$eval('#code', (input) => input.getBoundingClientRect().top);
  const before = await fieldAt();
  await phone.reads('인증번호 넣기');
  assert.equal(await fieldAt(), before);
  const overlapping = await phone.page.evaluate(() => {
    const message = document.querySelector('.notification')!.getBoundingClientRect();
    return [...document.querySelectorAll('h1, label, input, p, button, header *')]
      .filter((one) => !one.closest('.notification'))
      .filter((one) => {
        const { top, bottom } = one.getBoundingClientRect();
        return bottom > top && top < message.bottom && bottom > message.top;
      })
      .map(({ outerHTML }) => outerHTML);
  });
  assert.deepEqual(overlapping, []);
});

test('a learner who types five wrong PINs unlocks the app by an SMS and a new PIN', async () => {
  const phone = await takePhone({ realPinCost: true });
  await phone.beginsWith(number);
  await phone.presses('잠그기');
  for (const left of [4, 3, 2, 1]) {
    await phone.unlocks('1111');
    await phone.reads(`${left}번 더 틀리면`);
  }
  await phone.unlocks('1111');
  await phone.sees('앱이 잠겼습니다');
  await phone.restarts();
  await phone.sees('앱이 잠겼습니다');
  assert.deepEqual((await phone.storage()).records, [{ ended: 'locked' }], 'the secret is gone from the phone');
  await phone.presses('휴대폰 번호 확인하기');
  await phone.registers(number, '3690');
  await phone.presses('인증번호 보기');
  assert.ok(codesNow(phone).includes(await phone.code()));
});

test('a learner who types the right PIN resets the count', async () => {
  const phone = await takePhone();
  await phone.beginsWith(number);
  await phone.presses('잠그기');
  await phone.unlocks('1111');
  await phone.reads('4번 더 틀리면');
  await phone.unlocks();
  await phone.code();
  await phone.presses('잠그기');
  await phone.unlocks('1111');
  await phone.reads('4번 더 틀리면');
});

test('a learner who registers a second device deactivates the first', async () => {
  const first = await takePhone();
  await first.beginsWith(number);
  const second = await takePhone();
  await second.beginsWith(number);
  await first.presses('잠그기');
  await first.unlocks();
  await first.sees('다른 기기에 등록되어 있습니다');
  assert.deepEqual((await first.storage()).records, [{ ended: 'replaced' }]);
  await second.presses('잠그기');
  await second.unlocks();
  assert.ok(codesNow(second).includes(await second.code()));
});

test('a learner offline sees the right code and the safe word; online again the PIN is verified', async () => {
  const phone = await takePhone();
  const word = await phone.beginsWith(number);
  await phone.goesOffline();
  await phone.restarts();
  await phone.unlocks();
  assert.ok(codesNow(phone).includes(await phone.code()));
  assert.equal(await phone.safeWord(), word);
  await phone.reads('지금은 비밀번호를 확인할 수 없습니다');
  await phone.goesOnline();
  await phone.page.waitForFunction(() => !document.querySelector('.notice'));
});

test('a learner opens the installed app without any server', async () => {
  const own = await startWorld();
  const phone = await own.takePhone();
  await phone.beginsWith(own.newNumber());
  await phone.isInstalled();
  await own.goesDown();
  await phone.restarts();
  await phone.unlocks();
  assert.ok(codesNow(phone).includes(await phone.code()));
  await own.end();
});

test('a late reply does not change a newer screen', async () => {
  const phone = await takePhone();
  await phone.beginsWith(number);
  await phone.presses('잠그기');
  const answer = await phone.holdsAnswers();
  await phone.unlocks();
  await phone.reads('확인하는 중');
  await phone.presses('비밀번호를 잊었어요');
  await answer.arrives();
  await phone.sees('개인정보 수집에 동의해 주세요');
  assert.equal(await phone.page.$('.code'), null);
});

test('a learner who types a wrong PIN offline sees wrong codes, and it counts once online again', async () => {
  const phone = await takePhone();
  await phone.beginsWith(number);
  await phone.presses('잠그기');
  await phone.goesOffline();
  await phone.unlocks('1111');
  assert.ok(!codesNow(phone).includes(await phone.code()));
  await phone.goesOnline();
  await phone.sees('앱 비밀번호를 입력해 주세요');
  await phone.reads('4번 더 틀리면');
});

for (const [how, clockError] of [
  ['nine hours fast', 9 * HOUR],
  ['two days slow', -48 * HOUR],
] as const)
  test(`a learner whose clock is ${how} sees the right code, offline too`, async () => {
    const phone = await takePhone({ clockError });
    await phone.beginsWith(number);
    assert.ok(codesNow(phone).includes(await phone.code()));
    await phone.reads(clockError > 0 ? '9시간 빠릅니다' : '2일 느립니다');
    await phone.goesOffline();
    await phone.restarts();
    await phone.unlocks();
    assert.ok(codesNow(phone).includes(await phone.code()));
  });

test('a learner who corrects the clock sees the right code after the next PIN', async () => {
  const phone = await takePhone({ clockError: HOUR });
  await phone.beginsWith(number);
  await phone.reads('1시간 빠릅니다');
  await phone.turnsClock(-HOUR);
  await phone.presses('잠그기');
  await phone.unlocks();
  assert.ok(codesNow(phone).includes(await phone.code()));
  assert.equal(await phone.page.$('.notice'), null);
  await phone.presses('잠그기');
  await phone.goesOffline();
  await phone.unlocks();
  assert.ok(codesNow(phone).includes(await phone.code()), 'and remembered');
});

test('browser storage contains neither secret, PIN nor personal data', async () => {
  const phone = await takePhone({ realPinCost: true });
  await phone.beginsWith(number, '2580');
  await phone.goesOffline();
  const { records, kept, others } = await phone.storage();
  const { id, owner, offset, secret } = (
    records as [
      {
        id: string;
        owner: string;
        offset: number;
        secret: { key: { extractable: boolean }; hidden: { bytes: number[] }; salt: object };
      },
    ]
  )[0];
  assert.deepEqual(
    [records.length, Object.keys(secret), typeof id, typeof offset],
    [1, ['key', 'salt', 'hidden'], 'string', 'number'],
  );
  assert.equal(owner, `홍*동 · 010-****-${number.slice(-4)}`);
  assert.deepEqual(secret.key, { extractable: false });
  const bytes = [...new ScureBase32Plugin().decode(phone.secret)];
  assert.equal(secret.hidden.bytes.length, bytes.length);
  assert.notDeepEqual(secret.hidden.bytes, bytes);
  const everything = JSON.stringify([records, kept, others]);
  for (const text of [
    phone.secret,
    bytes.join(),
    '2580',
    [...Buffer.from('2580')].join(),
    number,
    '홍길동',
    await phone.code(),
  ])
    assert.ok(!everything.includes(text), `${text} is not stored`);
});

test('a learner away for three minutes finds the app locked, for less does not', async () => {
  const phone = await takePhone();
  await phone.beginsWith(number);
  await phone.pocketsFor(179_000);
  await phone.code();
  await phone.pocketsFor(180_000);
  await phone.sees('앱 비밀번호를 입력해 주세요');
});

test('a learner who registers in another window keeps that device', async () => {
  const phone = await takePhone();
  await phone.beginsWith(number);
  await phone.presses('잠그기');
  await phone.goesOffline();
  await phone.unlocks();
  await phone.code();
  const other = await phone.opensWindow();
  await other.presses('비밀번호를 잊었어요');
  await other.registers(number, '3690');
  await phone.page.bringToFront();
  await phone.goesOnline();
  await phone.unlocks('3690');
  assert.ok(codesNow(other).includes(await phone.code()));
});
