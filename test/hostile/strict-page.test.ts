/** A page with the strictest policy there is: the gate needs its script, its verifier and one Trusted Types policy, Lit's; the loader needs one of its own. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { launch, type Browser } from 'puppeteer-core';
import { findChromium } from '../support/find-chromium.js';
import { challenge, gate, Host, script, verified, Visitor } from './host.js';

const nonce = 'cjRuZDBt';
const policy = `default-src 'none'; script-src 'nonce-${nonce}'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html; base-uri 'none'; form-action 'none'; report-uri /reports`;
const trusted = (tag: string) => tag.replace('<script', `<script nonce="${nonce}"`);

let browser: Browser;
let host: Host;
before(async () => {
  browser = await launch(await findChromium());
  host = await Host.open({ headers: { 'Content-Security-Policy': policy }, body: `<!doctype html><meta charset="utf-8"><title>page</title>${gate}${trusted(script)}` });
});
after(async () => {
  await browser.close();
  await host.close();
});
beforeEach(() => {
  host.page.body = `<!doctype html><meta charset="utf-8"><title>page</title>${gate}${trusted(script)}`;
  host.reports.length = 0;
});
/** Chromium sends reports on its own time; the page hears of each at once. */
async function expectNoReports(visitor: Visitor) {
  assert.deepEqual(visitor.faults, []);
  assert.deepEqual(host.reports, []);
  await visitor.page.close();
}

test('a policy that is broken is noticed by this suite', async () => {
  host.page.body += '<script>1</script>';
  const visitor = await Visitor.visits(browser, host);
  await visitor.page.waitForFunction(() => document.readyState === 'complete');
  assert.match(visitor.faults.join(), /script-src/);
  await visitor.page.close();
});

test('requesting, answering, checking, refused, verified, closed: nothing is reported', async () => {
  host.answers = [challenge, { status: 'rejected', reason: 'wrong-code', attemptsLeft: 4 }, verified];
  const visitor = await Visitor.visits(browser, host);
  await visitor.opens();
  await visitor.sees('answering');
  await visitor.types('999999');
  await visitor.page.waitForFunction(() => document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector('input')?.ariaInvalid === 'true');
  await visitor.types('123456');
  await visitor.sees('verified');
  await visitor.presses('Escape');
  await visitor.sees('closed');
  await expectNoReports(visitor);
});

test('the field is laid out as anywhere else', async () => {
  host.answers = [challenge];
  const visitor = await Visitor.visits(browser, host);
  await visitor.opens();
  await visitor.sees('answering');
  const height = await visitor.page.evaluate(() => document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector<HTMLElement>('[part=field]')!.offsetHeight);
  assert.ok(height >= 44 && height < 100, String(height));
  await expectNoReports(visitor);
});

for (const [phase, answers] of Object.entries({
  checking: [challenge, null],
  expired: [challenge, { status: 'expired' as const }],
  locked: [challenge, { status: 'locked' as const, unlock: [] }],
  failed: [challenge, 500],
}))
  test(`${phase}: nothing is reported`, async () => {
    host.answers = answers;
    const visitor = await Visitor.visits(browser, host);
    await visitor.opens();
    await visitor.sees('answering');
    await visitor.types('123456');
    await visitor.sees(phase);
    await expectNoReports(visitor);
  });

test('requesting, and a language that is fetched when it is asked for: nothing is reported', async () => {
  host.page.body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>page</title>${gate}${trusted(script)}`;
  host.answers = [challenge];
  const visitor = await Visitor.visits(browser, host);
  await visitor.opens();
  await visitor.sees('answering');
  await visitor.page.waitForFunction(() => /code/i.test(document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector('label')!.textContent!));
  await expectNoReports(visitor);
});

test('the drop-in loader brings the gate in under the same policy and one name more, its own', async () => {
  host.page = {
    headers: { 'Content-Security-Policy': policy.replace('lit-html', 'lit-html mo-otp-gate') },
    body: `<!doctype html><meta charset="utf-8"><title>page</title>${trusted('<script src="/dist/loader.js" data-verifier="/v1"></script>')}`,
  };
  host.answers = [challenge, verified];
  const visitor = await Visitor.visits(browser, host);
  await visitor.page.evaluate(() => void window.MoOtpGate!.open({ session: 'se_1' }));
  await visitor.page.waitForSelector('mo-otp-gate');
  await visitor.sees('answering');
  await visitor.types('123456');
  await visitor.sees('verified');
  await expectNoReports(visitor);
});
