/** The gate in other people's frameworks, each in a small app that is really built and driven in a real browser. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import { launch, type Browser, type Page } from 'puppeteer-core';
import { findChromium } from '../support/find-chromium.js';
import { bundle } from './build.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const replies: Record<string, object> = {
  '/v1/challenge': {
    status: 'challenge', id: 'ch_1', method: 'motp', params: { digits: 6, period: 60 }, offers: ['motp'], checkpoint: { kind: 'lesson', number: 9 },
    learner: { name: '홍길동', phone: '010-0000-1234' }, attemptsLeft: 5, expiresIn: 300, time: Date.parse('2026-03-02T12:00:00+09:00'),
  },
  '/v1/verify': { status: 'verified', token: 'tk_1', method: 'motp', expiresIn: 300 },
};

let browser: Browser;
let server: Server;
let address: string;
const files: Record<string, [type: string, text: string]> = {};

before(async () => {
  const { from: _, ...options } = await findChromium();
  browser = await launch(options as Parameters<typeof launch>[0] & object);
  server = createServer(({ url }, reply) => {
    const [type, text] = files[url!] ?? ['application/json', JSON.stringify(replies[url!] ?? {})];
    reply.setHeader('Content-Type', `${type}; charset=utf-8`).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(async () => {
  await browser.close();
  server.close();
});

/** Opens the app on a page that comes empty, or as its server renders it. */
async function open(name: string, { head = '', body = '' } = {}) {
  files[`/${name}.js`] = ['text/javascript', (await bundle(name, 'browser'))!];
  const mark = '<script>for (const gate of document.querySelectorAll("mo-otp-gate")) gate.fromServer = true</script>';
  files[`/${name}`] = ['text/html', `<!doctype html><html lang="ko"><meta charset="utf-8"><title>${name}</title>${head}<main>${body}</main>${mark}<script type="module" src="/${name}.js"></script></html>`];
  const page = await browser.newPage();
  const failures: string[] = [];
  page.on('pageerror', (error) => failures.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && !message.text().includes('404') && failures.push(message.text()));
  await page.goto(`${address}/${name}`);
  await page.waitForFunction(() => document.querySelector('mo-otp-gate')?.phase === 'closed' && document.querySelector('#leave'));
  return { page, failures };
}

/** What a learner does, and what the app is told of it. */
async function pass(page: Page) {
  assert.deepEqual(await page.$eval('mo-otp-gate', ({ verifier, session, manualSubmit }) => ({ verifier, session, manualSubmit })), { verifier: '/v1', session: 'ss_1', manualSubmit: true });
  // again until somebody hears it: an app may take up its server's markup a little later
  await page.waitForFunction(() => {
    document.querySelector<HTMLElement>('#open')!.click();
    return document.querySelector('mo-otp-gate')!.phase === 'answering';
  });
  await page.waitForFunction(() => document.querySelector('mo-otp-gate')!.shadowRoot!.activeElement?.matches('input'));
  await page.keyboard.type('123456');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('output')!.textContent === 'motp 300');
}

/** The app takes the gate away while it is open: the page is as it was before. */
async function leave(page: Page) {
  const gate = (await page.$('mo-otp-gate'))!;
  await page.evaluate(() => document.querySelector<HTMLElement>('#leave')!.click());
  await page.waitForFunction(() => !document.querySelector('mo-otp-gate'));
  assert.equal(await gate.evaluate((left) => left.phase), 'closed');
  assert.deepEqual(await page.evaluate(() => ({ dialogs: document.querySelectorAll('dialog').length, overflow: getComputedStyle(document.documentElement).overflow })), { dialogs: 0, overflow: 'visible' });
}

for (const name of ['react', 'vue', 'svelte', 'solid', 'jquery'])
  test(`${name}: properties, a ref, typed events, and nothing left behind`, async () => {
    const { page, failures } = await open(name);
    await pass(page);
    await leave(page);
    assert.deepEqual(failures, []);
    await page.close();
  });

for (const name of ['react', 'vue', 'svelte', 'solid'])
  test(`${name}: the server's tag is taken up, not made anew`, async () => {
    const module = { exports: {} as { render(): Promise<{ head?: string; body: string }> } };
    compileFunction((await bundle(name, 'server'))!, ['module', 'exports', 'require'])(module, module.exports, createRequire(import.meta.url));
    const { head, body } = await module.exports.render();
    assert.match(body, /<mo-otp-gate[^>]* verifier="\/v1"/);
    const { page, failures } = await open(name, { head: head ?? '', body });
    assert.equal(await page.$eval('mo-otp-gate', (gate) => 'fromServer' in gate), true);
    await pass(page);
    await leave(page);
    assert.deepEqual(failures, []);
    await page.close();
  });

test('the apps’ types hold, by the types that the package ships', () => {
  const { status, stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', fileURLToPath(new URL('.', import.meta.url))], { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});
