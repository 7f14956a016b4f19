/** The built files under the loader page's policy: nonces, Trusted Types, the hash from the build, one prefetch. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openChromium } from '../support/chromium.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const policy = /Content-Security-Policy: (.+)/
  .exec(readFileSync(join(root, 'demo/docs/loader.md'), 'utf8'))![1]!
  .replace('…', 'r4nd0m');
const json = (value: object) => ['application/json', JSON.stringify(value)];
const script = (name: string) => ['text/javascript', readFileSync(join(root, 'dist', name), 'utf8')];
const files: Record<string, string[]> = {
  'GET /': [
    'text/html',
    '<!doctype html><title>page</title><script nonce="r4nd0m" src="/loader.js" data-verifier="/v1"></script><a href="/lesson/9" data-mo-otp-gate="/gate/lesson/9">수강하기</a>',
  ],
  'GET /loader.js': script('loader.js'),
  'GET /mo-otp-gate.js': script('mo-otp-gate.js'),
  'GET /gate/lesson/9': json({ required: true, session: 'ss_1' }),
  'POST /v1/challenge': json({
    status: 'challenge',
    id: 'ch_1',
    method: 'motp',
    params: { digits: 6, period: 60 },
    offers: ['motp'],
    checkpoint: { kind: 'lesson', number: 9 },
    learner: {},
    expiresIn: 300,
    time: Date.now(),
  }),
  'POST /v1/verify': json({ status: 'verified', token: 'tk_1', method: 'motp', expiresIn: 300 }),
};

test('a learner passes the gate on a strict page', async () => {
  const requests: string[] = [];
  const server = createServer(({ method, url }, reply) => {
    requests.push(`${method} ${url}`);
    const [type, text] =
      files[`${method} ${url}`] ?? (/^\/[\w-]+\.js$/.test(url ?? '') ? script(url!) : ['text/plain', '']);
    reply.setHeader('Content-Type', `${type}; charset=utf-8`).setHeader('Content-Security-Policy', policy).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await openChromium();
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  try {
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.hover('a');
    await page.waitForSelector('script[type=module]');
    await page.click('a');
    await page.waitForFunction(() =>
      document.querySelector('mo-otp-gate')?.shadowRoot?.activeElement?.matches('input'),
    );
    await page.keyboard.type('123456');
    await page.waitForFunction(() => location.pathname === '/lesson/9');
    assert.deepEqual(complaints, []);
    assert.equal(requests.filter((line) => line === 'GET /mo-otp-gate.js').length, 1);
    assert.ok(requests.includes('POST /gate/lesson/9'));
  } finally {
    await browser.close();
    server.close();
  }
});
