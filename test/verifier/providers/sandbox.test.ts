import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { ChallengeReply, Verdict, type MethodId } from 'mo-otp-gate/contract';
import { exam, hong, SetClock, startVerifier } from '../../support/verifier.js';
import { openWindow, type Page } from '../../support/window.js';

/** Three verifiers on one store; requests are distributed in turn. */
async function three(t: TestContext) {
  const dataFolder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-sandbox-'));
  const clock = new SetClock();
  const messages: string[] = [];
  const start = () => startVerifier({ clock, dataFolder, sms: { send: async ({ text }) => void messages.push(text) } });
  const running = [await start(), await start(), await start()];
  t.after(async () => {
    await Promise.all(running.map((one) => one.close()));
    rmSync(dataFolder, { recursive: true });
  });
  let turn = 0;
  const next = () => running[turn++ % running.length]!;
  const learner = { ...hong, birthDate: '1990-01-01' };
  return {
    messages,
    window: openWindow({
      get ['http://verifier.localhost/v1']() {
        return next().url;
      },
    }),
    async ask(method: MethodId) {
      const reply = await next().read(
        ChallengeReply,
        next().post('/challenge', { session: await running[0]!.openSession(learner, exam), method }),
      );
      assert(reply.status === 'challenge' && 'url' in reply.params);
      return { id: reply.id, url: reply.params.url };
    },
    prove: (id: string) =>
      next().read(Verdict, next().post('/verify', { challenge: id, attempt: 'attempt-1', proof: {} })),
    async restart() {
      await Promise.all(running.splice(0).map((one) => one.close()));
      running.push(await start());
    },
  };
}

const digits = (text: string | undefined) => /\d{6}/.exec(text ?? '')![0];
const wrong = (code: string) => (code === '000000' ? '111111' : '000000');
const claims = { carrier: 'KT', name: '홍길동', birthDate: '19900101', phone: '010-0000-1234' };

test('a learner passes a check whose pages are served by different processes', async (t) => {
  const v = await three(t);
  const { id, url } = await v.ask('phone');
  let page = await v.window.send(await v.window.go(url), claims);
  const code = digits(v.messages.at(-1));
  for (const left of [2, 1]) {
    page = await v.window.send(page, { code: wrong(code) });
    assert.match(page.html, new RegExp(`${left}번 더`));
  }
  assert.equal((await v.window.send(page, { code })).title, '확인을 마쳤습니다');
  assert.equal((await v.prove(id)).status, 'verified');
});

test('a learner passes a check although every verifier restarts between its pages', async (t) => {
  const v = await three(t);
  const { id, url } = await v.ask('phone');
  /** The page in the learner's window, whose address now leads to the restarted verifiers. */
  const kept = (page: Page) => ({ ...page, address: 'http://verifier.localhost/v1' });
  const who = kept(await v.window.go(url));
  await v.restart();
  const code = kept(await v.window.send(who, claims));
  await v.restart();
  assert.equal((await v.window.send(code, { code: digits(v.messages.at(-1)) })).title, '확인을 마쳤습니다');
  assert.equal((await v.prove(id)).status, 'verified');
});

test('a claim of another check, or a forged one, verifies nothing', async (t) => {
  const v = await three(t);
  const [one, other] = [await v.ask('phone'), await v.ask('phone')];
  const mine = await v.window.send(await v.window.go(one.url), claims);
  const { claim } = mine.forms[0]!.fields;
  const code = digits(v.messages.at(-1));
  const theirs = await v.window.send(await v.window.go(other.url), claims);
  for (const foreign of [claim!, 'made.up', ''])
    assert.equal((await v.window.send(theirs, { claim: foreign, code })).status, 404);
  assert.deepEqual(await v.prove(other.id), { status: 'pending', retryIn: 2 });
});

test('a learner who types an invalid birth date for i-PIN corrects it and passes', async (t) => {
  const v = await three(t);
  const { id, url } = await v.ask('ipin');
  const page = await v.window.go(url);
  assert.doesNotMatch(page.html, /name="phone"|name="carrier"/);
  const again = await v.window.send(page, { birthDate: '1990' });
  assert.equal(again.status, 422);
  assert.match(again.html, /생년월일 8자리/);
  assert.equal((await v.window.send(again, { birthDate: '1990-01-01' })).title, '확인을 마쳤습니다');
  assert.equal((await v.prove(id)).status, 'verified');
});
