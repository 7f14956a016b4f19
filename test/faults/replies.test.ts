/** Replies that do not come, or come late, or by halves: the learner presses one button, and everything counts once. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startVerifier, type TestVerifier } from '../support/verifier.js';
import { openRoom, sitDown, type Seat } from './room.js';

let room: Awaited<ReturnType<typeof openRoom>>;
before(async () => void (room = await openRoom()));
after(() => room?.close());

async function story(tell: (seat: Seat, verifier: TestVerifier) => Promise<void>) {
  const verifier = await startVerifier({ origins: [room.site.origin] });
  const seat = await sitDown(room, verifier);
  try {
    await tell(seat, verifier);
  } finally {
    await seat.leaves();
    await verifier.close();
  }
}

test('the line breaks before the verdict comes: one press sends the same attempt, and one token lets in once', () =>
  story(async ({ cable, learner, code, getsIn, evidence }) => {
    cable.becomes('loses');
    await learner.types(code());
    await learner.hears('연결되지 않습니다');
    assert.deepEqual(await evidence(), ['verified']);
    cable.becomes('passes');
    await learner.chooses('다시 시도');
    await getsIn();
    assert.deepEqual(await evidence(), ['verified']);
  }));

test('the line breaks again and again over a wrong code: it costs one try', () =>
  story(async ({ cable, learner, code, wrongCode, getsIn, evidence }) => {
    cable.becomes('loses');
    await learner.types(wrongCode());
    await learner.hears('연결되지 않습니다');
    for (const habit of ['halves', 'cut', 'loses'] as const) {
      cable.becomes(habit);
      await learner.chooses('다시 시도');
      await learner.hears(habit === 'halves' ? '일시적인 문제' : '연결되지 않습니다');
    }
    cable.becomes('passes');
    await learner.chooses('다시 시도');
    await learner.hears('4번 더');
    await learner.types(code());
    await getsIn();
    assert.deepEqual(await evidence(), ['rejected wrong-code', 'verified']);
  }));

test('the verdict ends in the middle: it is none, and asking again brings it whole', () =>
  story(async ({ cable, learner, code, getsIn, evidence }) => {
    cable.becomes('halves');
    await learner.types(code());
    await learner.hears('일시적인 문제가 생겼습니다');
    cable.becomes('passes');
    await learner.chooses('다시 시도');
    await getsIn();
    assert.deepEqual(await evidence(), ['verified']);
  }));

test('the verdict is late: after a while the learner may ask again, and what comes then counts once', () =>
  story(async ({ cable, learner, code, getsIn, evidence, turnsClock }) => {
    cable.becomes('keeps');
    const answered = cable.answered();
    await learner.types(code());
    await learner.hears('확인 중입니다');
    await answered;
    await turnsClock(15_000);
    await learner.hears('응답이 늦습니다');
    cable.gives();
    await learner.chooses('다시 시도');
    await getsIn();
    assert.deepEqual(await evidence(), ['verified']);
  }));

test('a question that is long in coming is waited for', () =>
  story(async ({ cable, learner, page, opens }) => {
    await page.reload();
    cable.becomes('keeps');
    const answered = cable.answered();
    await opens();
    await answered;
    await learner.hears('잠시만 기다려 주세요');
    cable.gives();
    await learner.isAsked();
  }));
