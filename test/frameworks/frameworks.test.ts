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
import { everywhere } from '../engines/everywhere.js';
import { faultsIn, watch } from '../engines/faults.js';
import type { StoryPage } from '../engines/webdriver-page.js';
import { bundle } from './build.js';

/** In a page. */
type MoOtpGate = HTMLElementTagNameMap['mo-otp-gate'];
const root = fileURLToPath(new URL('../..', import.meta.url));
const replies: Record<string, object> = {
  '/v1/challenge': {
    status: 'challenge',
    id: 'ch_1',
    method: 'motp',
    params: { digits: 6, period: 60 },
    offers: ['motp'],
    checkpoint: { kind: 'lesson', number: 9 },
    learner: { name: '홍길동', phone: '010-0000-1234' },
    attemptsLeft: 5,
    expiresIn: 300,
    time: Date.parse('2026-03-02T12:00:00+09:00'),
  },
  '/v1/verify': { status: 'verified', token: 'tk_1', method: 'motp', expiresIn: 300 },
};

let server: Server;
let address: string;
const files: Record<string, [type: string, text: string]> = {};

before(async () => {
  server = createServer(({ url }, reply) => {
    const [type, text] = files[url!] ?? ['application/json', JSON.stringify(replies[url!] ?? {})];
    reply.setHeader('Content-Type', `${type}; charset=utf-8`).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

/** Beside the page's own errors, what a framework complains of. */
const watching = watch(`console.error = (...words) => faults.push(words.join(' '));`);

/** Opens the app on a page that comes empty, or as its server renders it. */
async function open(page: StoryPage, name: string, { head = '', body = '' } = {}) {
  files[`/${name}.js`] = ['text/javascript', (await bundle(name, 'browser'))!];
  const mark = '<script>for (const gate of document.querySelectorAll("mo-otp-gate")) gate.fromServer = true</script>';
  files[`/${name}`] = [
    'text/html',
    `<!doctype html><html lang="ko"><meta charset="utf-8"><title>${name}</title>${watching}${head}<main>${body}</main>${mark}<script type="module" src="/${name}.js"></script></html>`,
  ];
  await page.goto(`${address}/${name}`);
  await page.waitForFunction(
    () => document.querySelector('mo-otp-gate')?.phase === 'closed' && document.querySelector('#leave'),
  );
}

/** A learner's actions, and the events that the app receives. */
async function pass(page: StoryPage) {
  const given = await page.evaluate(() => {
    const { verifier, session, manualSubmit } = document.querySelector('mo-otp-gate')!;
    return { verifier, session, manualSubmit };
  });
  assert.deepEqual(given, { verifier: '/v1', session: 'ss_1', manualSubmit: true });
  // repeated until a listener runs: an app may hydrate its server's markup a little later
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
async function leave(page: StoryPage) {
  await page.evaluate(() => {
    Object.assign(window, { left: document.querySelector('mo-otp-gate') });
    document.querySelector<HTMLElement>('#leave')!.click();
  });
  await page.waitForFunction(() => !document.querySelector('mo-otp-gate'));
  assert.equal(await page.evaluate(() => (window as unknown as { left: MoOtpGate }).left.phase), 'closed');
  assert.deepEqual(
    await page.evaluate(() => ({
      dialogs: document.querySelectorAll('dialog').length,
      overflow: getComputedStyle(document.documentElement).overflow,
    })),
    { dialogs: 0, overflow: 'visible' },
  );
}

everywhere((engine) => {
  for (const name of ['react', 'vue', 'svelte', 'solid', 'jquery'])
    test(`${name}: properties, a ref, typed events, and nothing left behind`, async () => {
      const page = await engine.newPage();
      await open(page, name);
      await pass(page);
      await leave(page);
      assert.deepEqual(await faultsIn(page), []);
      await page.close();
    });

  for (const name of ['react', 'vue', 'svelte', 'solid'])
    test(`${name}: the server's tag is hydrated, not replaced`, async () => {
      const module = { exports: {} as { render(): Promise<{ head?: string; body: string }> } };
      compileFunction((await bundle(name, 'server'))!, ['module', 'exports', 'require'])(
        module,
        module.exports,
        createRequire(import.meta.url),
      );
      const { head, body } = await module.exports.render();
      assert.match(body, /<mo-otp-gate[^>]* verifier="\/v1"/);
      const page = await engine.newPage();
      await open(page, name, { head: head ?? '', body });
      assert.equal(await page.evaluate(() => 'fromServer' in document.querySelector('mo-otp-gate')!), true);
      await pass(page);
      await leave(page);
      assert.deepEqual(await faultsIn(page), []);
      await page.close();
    });
});

test('the apps’ types hold, by the types that the package ships', () => {
  const { status, stdout } = spawnSync(
    join(root, 'node_modules/.bin/tsc'),
    ['-p', fileURLToPath(new URL('.', import.meta.url))],
    { encoding: 'utf8' },
  );
  assert.equal(status, 0, stdout);
});
