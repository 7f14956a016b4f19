/**
 * A page with the strictest policy there is: the gate needs its script, its verifier and one Trusted Types policy,
 * Lit's; the loader needs one of its own.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { everywhere } from '../engines/everywhere.js';
import { challenge, gate, Host, script, verified, Visitor } from './host.js';
import { expectNoReports, policy, strictPage, trusted } from './strict.js';

everywhere((engine) => {
  let host: Host;
  before(async () => {
    host = await Host.open({
      headers: { 'Content-Security-Policy': policy },
      body: strictPage(gate + trusted(script)),
    });
  });
  after(() => host.close());
  beforeEach(() => {
    host.page.body = strictPage(gate + trusted(script));
    host.reports.length = 0;
  });
  test('a policy that is broken is noticed by this suite', async () => {
    host.page.body += '<script>1</script>';
    const visitor = await Visitor.visits(engine, host);
    await visitor.page.waitForFunction(() => document.readyState === 'complete');
    assert.match((await visitor.faults()).join(), /script-src/);
    await visitor.page.close();
  });

  test('requesting, answering, checking, refused, verified, closed: nothing is reported', async () => {
    host.answers = [challenge, { status: 'rejected', reason: 'wrong-code', attemptsLeft: 4 }, verified];
    const visitor = await Visitor.visits(engine, host);
    await visitor.walksThrough();
    await expectNoReports(host, visitor);
  });

  test('the field is laid out as anywhere else', async () => {
    host.answers = [challenge];
    const visitor = await Visitor.visits(engine, host);
    await visitor.opens();
    await visitor.sees('answering');
    const height = await visitor.page.evaluate(
      () => document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector<HTMLElement>('[part=field]')!.offsetHeight,
    );
    assert.ok(height >= 44 && height < 100, String(height));
    await expectNoReports(host, visitor);
  });

  for (const [phase, answers] of Object.entries({
    checking: [challenge, null],
    expired: [challenge, { status: 'expired' as const }],
    locked: [challenge, { status: 'locked' as const, unlock: [] }],
    failed: [challenge, 500],
  }))
    test(`${phase}: nothing is reported`, async () => {
      host.answers = answers;
      const visitor = await Visitor.visits(engine, host);
      await visitor.opens();
      await visitor.sees('answering');
      await visitor.types('123456');
      await visitor.sees(phase);
      await expectNoReports(host, visitor);
    });

  test('requesting, and a language that is fetched when it is asked for: nothing is reported', async () => {
    host.page.body = strictPage(gate + trusted(script), 'en');
    host.answers = [challenge];
    const visitor = await Visitor.visits(engine, host);
    await visitor.opens();
    await visitor.sees('answering');
    await visitor.page.waitForFunction(() =>
      /code/i.test(document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector('label')!.textContent!),
    );
    await expectNoReports(host, visitor);
  });

  test('the drop-in loader brings the gate in under the same policy and one name more, its own', async () => {
    host.page = {
      headers: { 'Content-Security-Policy': policy.replace('lit-html', 'lit-html mo-otp-gate') },
      body: strictPage(trusted('<script src="/dist/loader.js" data-verifier="/v1"></script>')),
    };
    host.answers = [challenge, verified];
    const visitor = await Visitor.visits(engine, host);
    await visitor.page.evaluate(() => void window.MoOtpGate!.open({ session: 'se_1' }));
    await visitor.finds('mo-otp-gate');
    await visitor.sees('answering');
    await visitor.types('123456');
    await visitor.sees('verified');
    await expectNoReports(host, visitor);
  });
});
