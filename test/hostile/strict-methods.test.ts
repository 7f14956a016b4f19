/**
 * Every other method on a page with the strictest policy: the directives that it needs, and that nothing is reported.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, test } from 'node:test';
import type { Challenge, ChallengeReply, Verdict } from '../../widget/contract.js';
import { everywhere } from '../engines/everywhere.js';
import { challenge, gate, Host, script, verified, Visitor } from './host.js';
import { expectNoReports, policy, strictPage, trusted } from './strict.js';

everywhere((engine) => {
  let host: Host;
  // one for each story: a page that was left may go on asking for the verdict of its own
  beforeEach(
    async () =>
      void (host = await Host.open({
        headers: { 'Content-Security-Policy': policy },
        body: strictPage(gate + trusted(script)),
      })),
  );
  afterEach(() => host.close());

  const methodChallenge = (method: string, params: object, id = 'ch_1') =>
    ({ ...challenge, id, method, params, offers: [method], attemptsLeft: undefined }) as unknown as Challenge;
  const pending: Verdict = { status: 'pending', retryIn: 0.01 };
  const elsewhere = () => ({ url: `${host.address}/provider`, redirect: `${host.address}/provider?state=1` });
  /** At a method's challenge. */
  async function atChallenge(...answers: (ChallengeReply | Verdict)[]) {
    host.answers = answers;
    const visitor = await Visitor.visits(engine, host);
    await visitor.opens();
    await visitor.sees('answering');
    return visitor;
  }
  const shows = (visitor: Visitor, words: RegExp) =>
    visitor.page.waitForFunction(
      (words) => new RegExp(words).test(document.querySelector('mo-otp-gate')!.shadowRoot!.textContent!),
      {},
      words.source,
    );
  const providerAsked = () => host.visited.includes('/provider');

  for (const method of ['phone', 'ipin'])
    test(`${method}, in a window of its own: nothing more is needed, nothing is reported`, async () => {
      const visitor = await atChallenge(methodChallenge(method, elsewhere()), pending, pending, verified);
      await visitor.presses('Enter');
      await visitor.sees('verified');
      assert.ok(providerAsked(), 'a window was opened');
      await expectNoReports(host, visitor);
    });

  test('phone, in this window where no other can be opened: nothing is reported', async () => {
    host.page.body = strictPage(`${trusted('<script>window.open = () => null</script>')}${gate}${trusted(script)}`);
    const visitor = await atChallenge(methodChallenge('phone', elsewhere()), pending, pending);
    await visitor.presses('Enter');
    await shows(visitor, /새 창이 열리지 않았습니다/);
    await visitor.presses('Enter');
    await visitor.page.waitForFunction(() => location.pathname === '/provider');
    assert.match(await visitor.page.evaluate(() => location.search), /^\?state=1&return=/);
    await expectNoReports(host, visitor);
  });

  test('captcha as work for the device: no worker, no policy of its own, nothing is reported', async () => {
    const salt = 'c0ffee?expires=1763793600';
    const params = {
      kind: 'work',
      algorithm: 'SHA-256',
      challenge: createHash('sha256').update(`${salt}700`).digest('hex'),
      salt,
      signature: '5i9n',
      maxNumber: 1000,
    };
    const visitor = await atChallenge(methodChallenge('captcha', params), verified);
    await visitor.presses('Enter');
    await visitor.sees('verified');
    assert.equal(JSON.parse(atob(host.asked[1]!['proof'].payload)).number, 700);
    await expectNoReports(host, visitor);
  });

  test('captcha on a page of the verifier: the policy lets that be framed, nothing is reported', async () => {
    host.page.headers = { 'Content-Security-Policy': `${policy}; frame-src 'self'` };
    const visitor = await atChallenge(
      methodChallenge('captcha', { kind: 'page', url: `${host.address}/captcha`, height: 120 }),
      pending,
      { status: 'pending', retryIn: 600 },
    );
    await visitor.presses('Enter');
    await visitor.page.waitForFunction(
      () =>
        document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector('iframe')?.contentDocument?.title ===
        'elsewhere',
    );
    await expectNoReports(host, visitor);
  });

  test('captcha on a page of the verifier that the policy does not let be framed is reported: the README is right to ask for it', async () => {
    const visitor = await atChallenge(
      methodChallenge('captcha', { kind: 'page', url: `${host.address}/captcha`, height: 120 }),
      {
        status: 'pending',
        retryIn: 600,
      },
    );
    await visitor.presses('Enter');
    await visitor.page.waitForFunction(() =>
      document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector('iframe'),
    );
    await visitor.page.waitForFunction(() => (window as unknown as { faults: string[] }).faults.length > 0);
    assert.match((await visitor.faults()).join(), /frame-src|default-src/);
    await visitor.page.close();
  });

  test('web OTP, from registering this browser to its first code: nothing more is needed, nothing is reported', async () => {
    const codes = { digits: 6, period: 60 };
    const visitor = await atChallenge(
      methodChallenge('web-otp', { state: 'new', ...codes, ...elsewhere() }),
      pending,
      { status: 'unlocked' },
      methodChallenge(
        'web-otp',
        { state: 'enrol', ...codes, device: 'de_1', key: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3' },
        'ch_2',
      ),
      verified,
    );
    await visitor.presses('Enter');
    await shows(visitor, /거의 끝났습니다/);
    await visitor.presses('Enter');
    await visitor.sees('verified');
    assert.ok(providerAsked(), 'a window was opened');
    assert.match(host.asked.at(-1)!['proof'].code, /^\d{6}$/);
    await expectNoReports(host, visitor);
  });

  test('a language of the other methods is loaded under the same policy', async () => {
    host.page.body = strictPage(gate + trusted(script), 'en');
    const visitor = await atChallenge(methodChallenge('phone', elsewhere()));
    await shows(visitor, /Open phone verification/);
    await expectNoReports(host, visitor);
  });
});
