/** Interrupted learners: nothing is lost or counted twice after offline phases, sleep, discarded and second tabs. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SetClock, startVerifier } from '../support/verifier.js';
import { openGatePage, learnerAtGate, type LearnerAtGate } from './gate-page.js';

const minute = 60_000;
let gatePage: Awaited<ReturnType<typeof openGatePage>>;
before(async () => void (gatePage = await openGatePage()));
after(() => gatePage?.close());

/** `passes` advances the clock of verifier and phone. */
async function story(run: (atGate: LearnerAtGate & { passes(milliseconds: number): void }) => Promise<void>) {
  const clock = new SetClock();
  const verifier = await startVerifier({ clock, origins: [gatePage.site.origin] });
  const atGate = await learnerAtGate(gatePage, verifier);
  try {
    await run({ ...atGate, passes: (milliseconds) => clock.advance(milliseconds) });
  } finally {
    await atGate.leaves();
    await verifier.close();
  }
}

test('a learner offline during a check sees so, and the same code verifies when online again', () =>
  story(async ({ proxy, learner, page, code, getsIn, evidence }) => {
    proxy.setMode('hold');
    const replied = proxy.replied();
    await learner.types(code());
    await replied;
    await page.setOfflineMode(true);
    proxy.setMode('disconnected');
    for (const _ of ['at once', 'once more']) {
      await learner.hears('인터넷이 끊겼습니다');
      await learner.chooses('다시 시도');
    }
    await learner.hears('인터넷이 끊겼습니다');
    await page.setOfflineMode(false);
    proxy.setMode('forward');
    await learner.chooses('다시 시도');
    await getsIn();
    assert.deepEqual(await evidence(), ['verified']);
  }));

test('a learner whose device slept past the deadline gets a new challenge that keeps the typed digits', () =>
  story(async ({ learner, code, passes, turnsClock, getsIn, evidence }) => {
    passes(6 * minute);
    await learner.types(code().slice(0, 2));
    await turnsClock(6 * minute);
    await learner.hears('시간이 지났습니다');
    await learner.chooses('다시 시도');
    await learner.isAsked();
    await learner.types(code().slice(2));
    await getsIn();
    assert.deepEqual(await evidence(), ['verified']);
  }));

test('a learner whose device slept past the session is asked to start again and loses no try', () =>
  story(async ({ learner, comes, opensSession, code, passes, turnsClock, getsIn, evidence }) => {
    passes(60 * minute);
    await turnsClock(60 * minute);
    await learner.hears('시간이 지났습니다');
    await learner.chooses('다시 시도');
    await learner.hears('인증 화면을 닫고 처음부터 다시 시작해 주세요');
    assert.deepEqual(await evidence(), []);
    await comes(await opensSession());
    await learner.types(code());
    await getsIn();
    assert.deepEqual(await evidence(), ['verified']);
  }));

test('a learner whose clock goes back an hour sees the challenge expire, and a new one verifies', () =>
  story(async ({ learner, code, wrongCode, passes, turnsClock, getsIn, evidence }) => {
    await learner.types(wrongCode());
    await learner.hears('4번 더');
    await turnsClock(-60 * minute);
    passes(6 * minute);
    await learner.types(code());
    await learner.hears('시간이 지났습니다');
    await learner.chooses('다시 시도');
    await learner.isAsked();
    await learner.presses('Enter');
    await getsIn();
    assert.deepEqual(await evidence(), ['rejected wrong-code', 'expired', 'verified']);
  }));

test('a learner whose tab was discarded reopens the gate with the remaining tries', () =>
  story(async ({ learner, page, opens, code, wrongCode, getsIn, evidence }) => {
    await learner.types(wrongCode());
    await learner.hears('4번 더');
    await learner.types('12');
    await page.reload();
    await opens();
    await learner.isAsked();
    await learner.types(wrongCode());
    await learner.hears('3번 더');
    await learner.types(code());
    await getsIn();
    assert.deepEqual(await evidence(), ['rejected wrong-code', 'rejected wrong-code', 'verified']);
  }));

test('a learner whose tab was discarded during a check verifies by the next code and redeems one token', () =>
  story(async ({ proxy, learner, page, opens, comes, opensSession, code, passes, getsIn, evidence }) => {
    proxy.setMode('hold');
    const replied = proxy.replied();
    await learner.types(code());
    await replied;
    proxy.setMode('forward');
    await page.reload();
    await opens();
    await learner.hears('인증 화면을 닫고 처음부터 다시 시작해 주세요');
    await comes(await opensSession());
    await learner.types(code());
    await learner.hears('이미 사용한 인증번호입니다');
    passes(minute);
    await learner.types(code());
    await getsIn();
    assert.deepEqual(await evidence(), ['verified', 'rejected used-code', 'verified']);
  }));

test('a learner with two tabs shares the tries; once verified in one, the other shows how to continue', () =>
  story(async ({ learner, opensTab, code, wrongCode, getsIn, evidence }) => {
    const other = await opensTab();
    await learner.types(wrongCode());
    await learner.hears('4번 더');
    await other.learner.types(wrongCode());
    await other.learner.hears('3번 더');
    await learner.types(code());
    await getsIn();
    await other.learner.types(code());
    await other.learner.hears('시간이 지났습니다');
    await other.learner.chooses('다시 시도');
    await other.learner.hears('인증 화면을 닫고 처음부터 다시 시작해 주세요');
    assert.deepEqual((await evidence()).slice(0, 3), ['rejected wrong-code', 'rejected wrong-code', 'verified']);
  }));
