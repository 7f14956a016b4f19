/** Learners who are away for a while, or in two places: what they see when they are back, and that nothing is lost or counted twice. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SetClock, startVerifier } from '../support/verifier.js';
import { openRoom, sitDown, type Seat } from './room.js';

const minute = 60_000;
let room: Awaited<ReturnType<typeof openRoom>>;
before(async () => void (room = await openRoom()));
after(() => room?.close());

/** `passes` lets time go by at the verifier and on the phone. */
async function story(tell: (seat: Seat & { passes(milliseconds: number): void }) => Promise<void>) {
  const clock = new SetClock();
  const verifier = await startVerifier({ clock, origins: [room.site.origin] });
  const seat = await sitDown(room, verifier);
  try {
    await tell({ ...seat, passes: (milliseconds) => clock.advance(milliseconds) });
  } finally {
    await seat.leaves();
    await verifier.close();
  }
}

test('offline in the middle of a check: the gate says so, and goes on with the same code when the network is back', () =>
  story(async ({ cable, learner, page, code, getsIn, evidence }) => {
    cable.becomes('keeps');
    const answered = cable.answered();
    await learner.types(code());
    await answered;
    await page.setOfflineMode(true);
    cable.becomes('cut');
    for (const _ of ['at once', 'once more']) {
      await learner.hears('인터넷이 끊겼습니다');
      await learner.chooses('다시 시도');
    }
    await learner.hears('인터넷이 끊겼습니다');
    await page.setOfflineMode(false);
    cable.becomes('passes');
    await learner.chooses('다시 시도');
    await getsIn();
    assert.deepEqual(await evidence(), ['verified']);
  }));

test('a laptop sleeps through the deadline: a new question keeps what was typed and takes the rest of the next code', () =>
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

test('a laptop sleeps so long that the session is over: the learner is told to begin again, and nothing was counted', () =>
  story(async ({ learner, comes, opensSession, code, passes, turnsClock, getsIn, evidence }) => {
    passes(60 * minute);
    await turnsClock(60 * minute);
    await learner.hears('시간이 지났습니다');
    await learner.chooses('다시 시도');
    await learner.hears('창을 닫고 처음부터 다시 시도해 주세요');
    assert.deepEqual(await evidence(), []);
    await comes(await opensSession());
    await learner.types(code());
    await getsIn();
    assert.deepEqual(await evidence(), ['verified']);
  }));

test('the clock goes back by an hour: the verifier ends the question in its time, and the way on is the same', () =>
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

test('the browser discards the tab: the gate opens anew, with every try that was left', () =>
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

test('the browser discards the tab in the middle of a check: the learner begins again with the next code, and one token lets in', () =>
  story(async ({ cable, learner, page, opens, comes, opensSession, code, passes, getsIn, evidence }) => {
    cable.becomes('keeps');
    const answered = cable.answered();
    await learner.types(code());
    await answered;
    cable.becomes('passes');
    await page.reload();
    await opens();
    await learner.hears('창을 닫고 처음부터 다시 시도해 주세요');
    await comes(await opensSession());
    await learner.types(code());
    await learner.hears('이미 사용한 번호입니다');
    passes(minute);
    await learner.types(code());
    await getsIn();
    assert.deepEqual(await evidence(), ['verified', 'rejected used-code', 'verified']);
  }));

test('two tabs with one session: wrong codes count together, and when one is in the other says how to go on', () =>
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
    await other.learner.hears('창을 닫고 처음부터 다시 시도해 주세요');
    assert.deepEqual((await evidence()).slice(0, 3), ['rejected wrong-code', 'rejected wrong-code', 'verified']);
  }));
