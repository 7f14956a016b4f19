/** Sequential round trips that a learner waits for, counted in each engine by servers that reply in rounds. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { everywhere, type Engine } from '../engines/everywhere.js';
import { challenge, openRounds, preview, type Script } from '../support/rounds.js';

/** In a page. */
const fieldIsUsable = () => {
  const gate = document.querySelector('mo-otp-gate');
  const input = gate?.shadowRoot?.querySelector<HTMLInputElement>('[part=input]');
  return Boolean(input && !input.readOnly && document.activeElement === gate);
};
const phase = () => document.querySelector('mo-otp-gate')?.phase;
const shown = () => document.querySelector('mo-otp-gate')?.shadowRoot?.querySelector('[part=learner]')?.textContent;

everywhere((engine) => {
  test('from a tap to the field: the gate’s file and the site', async (t) => {
    const { taps, rounds, page } = await begin(t, engine);
    await taps();
    assert.equal(await rounds.until(() => page.evaluate(fieldIsUsable)), 2);
  });

  test('from a tap after a hover: the site', async (t) => {
    const { hovers, taps, rounds, page } = await begin(t, engine);
    await hovers();
    await taps();
    assert.equal(await rounds.until(() => page.evaluate(fieldIsUsable)), 1);
  });

  test('from the sixth digit to the page: the verdict, the site, the page', async (t) => {
    const { hovers, taps, rounds, page, received } = await begin(t, engine);
    await hovers();
    await taps();
    await rounds.until(() => page.evaluate(phase).then((now) => now === 'answering'));
    assert.match((await page.evaluate(shown)) ?? '', /홍길동.*010-0000-1234/);
    await rounds.settled();
    rounds.restart();
    await page.keyboard.type('123456');
    // Firefox reuses a preflight only after the first few of a page, which it makes again
    const repeats = engine.name === 'firefox';
    assert.equal(await rounds.until(rounds.entered), repeats ? 4 : 3);
    assert.deepEqual(
      received.filter(({ path }) => path === '/v1/verify').map(({ method }) => method),
      ['OPTIONS', 'GET', ...(repeats ? ['OPTIONS'] : []), 'POST'],
    );
  });

  test('a code that is typed before the challenge is there is kept and sent', async (t) => {
    const { hovers, taps, rounds, page, received } = await begin(t, engine);
    await hovers();
    await taps();
    await rounds.until(() => page.evaluate(fieldIsUsable));
    await page.keyboard.type('123456');
    assert.equal(await page.evaluate(phase), 'requesting');
    await rounds.until(rounds.entered);
    const sent = received.filter(({ method, path }) => method === 'POST' && path === '/v1/verify');
    assert.deepEqual(
      sent.map(({ body }) => [body.challenge, body.proof]),
      [['ch_1', { code: '123456' }]],
    );
  });

  test('a learner who is locked by then sees that, and the typed code is sent nowhere', async (t) => {
    const { hovers, taps, rounds, page, received } = await begin(t, engine, {
      challenge: { status: 'locked', unlock: ['phone'] },
    });
    await hovers();
    await taps();
    await rounds.until(() => page.evaluate(fieldIsUsable));
    await page.keyboard.type('123456');
    await rounds.until(() => page.evaluate(phase).then((now) => now === 'locked'));
    assert.equal(received.filter(({ method, path }) => method === 'POST' && path === '/v1/verify').length, 0);
  });

  test('a verifier without previews, or a site that passes none on, is never asked for the early preflight', async (t) => {
    const { taps, rounds, page, received } = await begin(t, engine, { preview: undefined });
    await taps();
    await rounds.until(() => page.evaluate(fieldIsUsable));
    await page.keyboard.type('123456');
    await rounds.until(rounds.entered);
    assert(!received.some(({ method, path }) => method === 'GET' && path === '/v1/verify'));
  });
});

async function begin(t: TestContext, engine: Engine, script: Partial<Script> = {}) {
  const rounds = await openRounds({ preview, challenge, ...script });
  t.after(() => rounds.close());
  const page = await engine.newPage();
  t.after(() => page.close());
  await page.goto(rounds.site);
  await page.waitForFunction(() => window.MoOtpGate);
  return {
    page,
    rounds,
    received: rounds.received,
    /** Everything that a hover fetches has arrived. */
    async hovers() {
      await page.evaluate(() =>
        document.querySelector('a')!.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, button: -1 })),
      );
      await page.waitForFunction(() => customElements.get('mo-otp-gate'));
      await rounds.settled();
    },
    async taps() {
      rounds.hold();
      await page.evaluate(() => document.querySelector('a')!.click());
    },
  };
}
