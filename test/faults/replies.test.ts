/** Lost, late and truncated replies: one retry continues, and each attempt counts once. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startVerifier, type TestVerifier } from '../support/verifier.js';
import { openGatePage, learnerAtGate, type LearnerAtGate } from './gate-page.js';

let gatePage: Awaited<ReturnType<typeof openGatePage>>;
before(async () => void (gatePage = await openGatePage()));
after(() => gatePage?.close());

async function story(run: (atGate: LearnerAtGate, verifier: TestVerifier) => Promise<void>) {
  const verifier = await startVerifier({ origins: [gatePage.site.origin] });
  const atGate = await learnerAtGate(gatePage, verifier);
  try {
    await run(atGate, verifier);
  } finally {
    await atGate.leaves();
    await verifier.close();
  }
}

test('a learner whose connection breaks before the verdict retries, and one token is redeemed once', () =>
  story(async ({ proxy, learner, code, getsIn, evidence }) => {
    proxy.setMode('drop');
    await learner.types(code());
    await learner.hears('연결되지 않습니다');
    assert.deepEqual(await evidence(), ['verified']);
    proxy.setMode('forward');
    await learner.chooses('다시 시도');
    await getsIn();
    assert.deepEqual(await evidence(), ['verified']);
  }));

test('a learner whose connection breaks repeatedly on a wrong code loses one try', () =>
  story(async ({ proxy, learner, code, wrongCode, getsIn, evidence }) => {
    proxy.setMode('drop');
    await learner.types(wrongCode());
    await learner.hears('연결되지 않습니다');
    for (const mode of ['truncate', 'disconnected', 'drop'] as const) {
      proxy.setMode(mode);
      await learner.chooses('다시 시도');
      await learner.hears(mode === 'truncate' ? '일시적인 문제' : '연결되지 않습니다');
    }
    proxy.setMode('forward');
    await learner.chooses('다시 시도');
    await learner.hears('4번 더');
    await learner.types(code());
    await getsIn();
    assert.deepEqual(await evidence(), ['rejected wrong-code', 'verified']);
  }));

test('a learner whose verdict is truncated gets it by a retry', () =>
  story(async ({ proxy, learner, code, getsIn, evidence }) => {
    proxy.setMode('truncate');
    await learner.types(code());
    await learner.hears('일시적인 문제가 생겼습니다');
    proxy.setMode('forward');
    await learner.chooses('다시 시도');
    await getsIn();
    assert.deepEqual(await evidence(), ['verified']);
  }));

test('a learner whose verdict is late may retry, and the attempt counts once', () =>
  story(async ({ proxy, learner, code, getsIn, evidence, turnsClock }) => {
    proxy.setMode('hold');
    const replied = proxy.replied();
    await learner.types(code());
    await learner.hears('확인 중…');
    await replied;
    await turnsClock(15_000);
    await learner.hears('응답이 늦습니다');
    proxy.release();
    await learner.chooses('다시 시도');
    await getsIn();
    assert.deepEqual(await evidence(), ['verified']);
  }));

test('a learner waits for a slow challenge', () =>
  story(async ({ proxy, learner, page, opens }) => {
    await page.reload();
    proxy.setMode('hold');
    const replied = proxy.replied();
    await opens();
    await replied;
    await learner.hears('잠시만 기다려 주세요');
    proxy.release();
    await learner.isAsked();
  }));
