/** The administrator's pages in a real browser: a journey through a site's life, in each colour scheme and width. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { openChromium, type Chromium } from '../../support/chromium.js';
import { SetClock, startVerifier, type TestVerifier } from '../../support/verifier.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const secret = 'the-secret-of-the-administrator-of-tests';
/** A folder for pictures of every step. */
const pictures = process.env['PICTURES'];
const clock = new SetClock();
let browser: Chromium;
let v: TestVerifier;

/** A day in which a learner typed wrong and right codes. */
before(async () => {
  v = await startVerifier({ clock, administratorSecret: secret });
  const phone = await v.registerDevice();
  for (let hour = 0; hour < 20; hour++) {
    const { id } = await v.challenge(await v.openSession());
    if (hour % 3 === 0) await v.verify(id, phone.wrongCodeAt(clock.now()));
    await v.verify(id, phone.codeAt(clock.now()));
    clock.advance(3_600_000);
  }
  await v.store.setSwitch({ site: null, kind: 'carrier', name: 'skt', on: false, by: '김관리', reason: 'x', at: 1 });
  browser = await openChromium();
});
after(async () => {
  await browser.close();
  await v.close();
});

/** Accessibility faults of the page, and what does not fit or is too low to press. */
async function faultsOf(page: Page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await (
      globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      }
    ).axe.run();
    return [
      ...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)),
      ...(document.documentElement.scrollWidth > innerWidth ? [`${document.documentElement.scrollWidth} px wide`] : []),
    ];
  });
}

for (const [look, { width, dark }] of Object.entries({
  desk: { width: 1280, dark: false },
  dark: { width: 1280, dark: true },
  narrow: { width: 320, dark: false },
}))
  test(`an administrator adds a site, completes it, switches and restores (${look})`, async (t) => {
    const id = `acme-${look}`;
    clock.advance(60_000); // below the limit of logins
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => message.text().includes('Content Security Policy') && faults.push(message.text()));
    t.after(async () => {
      await context.close();
      await v.store.removeSite(id, clock.now(), 1); // beside an incomplete site no other can be added
      assert.deepEqual(faults, []);
    });
    await page.setViewport({ width, height: 900 });
    const devtools = await page.createCDPSession();
    await devtools.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }],
    });
    const presses = async (selector: string) =>
      void (await Promise.all([page.waitForNavigation(), page.click(selector)]));
    const fits = async (step: string) => {
      if (pictures) {
        mkdirSync(pictures, { recursive: true });
        await page.screenshot({ path: join(pictures, `${look}-${step}.png`), fullPage: true });
      }
      assert.deepEqual(await faultsOf(page), [], step);
    };
    const text = (selector: string) => page.$eval(selector, (node) => (node as HTMLElement).innerText);

    await page.goto(v.administratorUrl!);
    await fits('login');
    await page.type('#name', '김관리');
    await page.type('#secret', secret);
    await presses('main button');
    await fits('sites');

    await page.type('#id', id);
    await page.type('#origins', 'http://acme.test');
    await presses('form[action="/sites"] button');
    await fits('added');
    assert.match(await text('.fresh'), /sk_/);
    await presses('.fresh a');
    assert.match(await text('main > .wrong'), /states its own authority, identity, captcha, sms, help/);

    // only the settings of what is chosen are seen
    const seen = () => page.$eval('[name="sms:webhook.url"]', (field) => field.checkVisibility());
    assert.equal(await seen(), false);
    await page.click('[name="sms.kind"][value="webhook"]');
    assert.equal(await seen(), true);
    await page.type('[name="sms:webhook.url"]', 'no address');
    await page.type('[name="sms:webhook.secret"]', 'sender-secret-of-acme');
    await page.click('[name="authority.kind"][value="devices"]');
    await page.click('[name="identity.kind"][value="sandbox"]');
    await page.click('[name="captcha.kind"][value="work"]');
    await page.click('[name="help"][value="own"]');
    await page.type('[name="help.phone"]', '02-333-3333');
    await page.click('[name="policy"][value="own"]');
    await presses('.settings > button');
    assert.match(await text('#settings [role=alert]'), /sms\.url: /);
    await fits('refused');
    await page.$eval('[name="sms:webhook.url"]', (field) => ((field as HTMLInputElement).value = ''));
    await page.type('[name="sms:webhook.url"]', 'https://sms.acme.test/send');
    await page.type('[name="sms:webhook.secret"]', 'sender-secret-of-acme');
    await presses('.settings > button');
    assert.equal(await page.$('main > .wrong'), null, 'it can open sessions');
    assert.match(await text('#versions'), /Version 2/);
    assert.equal((await page.content()).includes('sender-secret-of-acme'), false);
    await page.click('#versions summary');
    await fits('complete');

    await page.select('#which', 'method ipin');
    await page.type('#reason', 'the contract ended');
    await presses('#switches form:last-of-type button');
    assert.match(await text('#switches'), /Off method ipin/);
    await page.type('#on-method-ipin', 'a new contract');
    await presses('#switches button[value="1"]');
    assert.match(await text('#switches'), /Nothing is off for this site alone/);

    await presses('form[action$="/secrets#secrets"] button');
    assert.match(await text('.fresh'), /sk_/);
    await page.click('#secrets summary');
    await presses('#secrets details[open] button');
    assert.equal((await v.store.secrets(id)).filter(({ revokedAt }) => revokedAt !== null).length, 1);

    await presses('#versions button');
    assert.match(await text('#versions'), /Version 3/);
    await presses('header a');
    await fits('end');
  });
