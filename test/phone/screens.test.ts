import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Habits, PhonePage } from './phone-page.js';
import { startWorld } from './phone-fixture.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let world: Awaited<ReturnType<typeof startWorld>>;

before(async () => void (world = await startWorld()));
after(() => world.end());

/** Accessibility violations and overflow of the screen. */
async function faultsOf({ page }: PhonePage) {
  const found = await page.evaluate(async () => {
    const { violations } = await (
      globalThis as unknown as {
        axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      }
    ).axe.run({
      rules: { 'target-size': { enabled: true } },
    });
    const small = [...document.querySelectorAll('button, input')].filter(
      (target) => target.getBoundingClientRect().height < 44,
    );
    return [
      ...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)),
      ...small.map(({ outerHTML }) => `lower than 44 px: ${outerHTML}`),
      ...(document.documentElement.scrollWidth > innerWidth ? [`${document.documentElement.scrollWidth} px wide`] : []),
    ];
  });
  return found;
}

/** Every screen in turn, from the first one to the lock. */
async function* screensOf(phone: PhonePage) {
  await phone.sees('6자리 인증번호로 본인인증');
  yield 'what it is';
  await phone.presses('시작하기');
  yield 'consent';
  await phone.presses('동의하지 않습니다');
  yield 'declined';
  await phone.presses('처음으로');
  await phone.presses('시작하기');
  await phone.presses('동의합니다');
  await phone.givesDetails('02');
  await phone.reads('010으로 시작하는');
  yield 'details';
  await phone.givesDetails(world.newNumber());
  await phone.choosesPin('1234');
  await phone.reads('짐작하기 쉬운');
  yield 'new PIN';
  await phone.choosesPin('2580');
  await phone.reads('인증번호 넣기');
  yield 'SMS with its notification';
  await phone.presses('인증번호 넣기');
  yield 'SMS';
  await phone.presses('확인');
  await phone.sees('등록되었습니다');
  yield 'registered';
  await phone.presses('인증번호 보기');
  await phone.reads('휴대폰 시계가');
  yield 'code, with a wrong clock';
  await phone.presses('잠그기');
  await phone.goesOffline();
  await phone.unlocks();
  await phone.reads('지금은 비밀번호를 확인할 수 없습니다');
  yield 'code, offline';
  await phone.presses('잠그기');
  await phone.goesOnline();
  for (const left of [4, 3, 2, 1]) {
    await phone.unlocks('1111');
    await phone.reads(`${left}번 더 틀리면`);
  }
  yield 'PIN';
  await phone.unlocks('1111');
  await phone.sees('앱이 잠겼습니다');
  yield 'locked';
}

for (const [how, habits] of Object.entries<Habits>({
  'by day': {},
  'in the dark': { dark: true },
  'on the narrowest phone': { width: 320 },
  'in forced colours': { dark: true, forced: true },
}))
  test(`every screen is accessible and fits ${how}`, async (t) => {
    const phone = await world.takePhone({ clockError: 3_600_000, ...habits });
    await phone.page.evaluate(axe);
    let seen = 0;
    for await (const screen of screensOf(phone)) {
      seen++;
      await t.test(screen, async () => assert.deepEqual(await faultsOf(phone), []));
    }
    assert.equal(seen, 12);
    await phone.putAway();
  });

for (const { dark, width } of [
  { dark: false, width: 320 },
  { dark: true, width: 390 },
])
  test(`the page of messages is accessible at ${width} px${dark ? ' in the dark' : ''}, its result at the button`, async () => {
    const phone = await world.takePhone({ dark, width });
    await phone.page.goto(`${new URL(phone.page.url()).origin}/messages`);
    await phone.types('휴대폰 번호', '010-0000-0000');
    await phone.presses('문자 보기');
    await phone.reads('아직 온 문자가 없습니다');
    const gap = await phone.page.evaluate(() => {
      const [button, found] = ['button', '.found'].map((one) => document.querySelector(one)!.getBoundingClientRect());
      return found!.top - button!.bottom;
    });
    assert.ok(gap >= 0 && gap <= 24, `${gap} px between button and result`);
    await phone.page.evaluate(axe);
    assert.deepEqual(await faultsOf(phone), []);
    await phone.putAway();
  });

test('a learner with a screen reader hears single digits, and only when the code changes', async () => {
  const phone = await world.takePhone();
  await phone.beginsWith(world.newNumber());
  const code = await phone.code();
  const spoken = await phone.page.$$eval('[role=status]', (regions) =>
    regions.map(({ textContent }) => textContent?.trim()),
  );
  assert.deepEqual(spoken, [`인증번호 ${[...code].join(' ')}`, '']);
  assert.equal(await phone.page.$eval('.code', (element) => element.getAttribute('aria-hidden')), 'true');
  assert.equal(
    await phone.page.$eval('.left', (element) => element.closest('[role=status], [role=alert], [aria-live]')),
    null,
  );
  await phone.putAway();
});
