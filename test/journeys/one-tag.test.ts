/** A site of another origin that has no file of the gate: one script tag, and its endpoint. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { ownAssets } from '../../demo/verifier/assets/own-assets.js';
import { systemClock } from '../../demo/verifier/domain/clock.js';
import { openChromium } from '../support/chromium.js';
import { Trainee } from '../support/trainee.js';
import { exam, hong, startVerifier } from '../support/verifier.js';

test('a learner of a site with nothing but the tag passes the gate with a code, in English', async (t) => {
  const admitted: string[] = [];
  const server = createServer(async ({ method, url }, reply) => {
    if (url === '/gate/exam' && method === 'GET') {
      const session = await v.openSession(hong, exam, { origin });
      return void reply.setHeader('Content-Type', 'application/json').end(JSON.stringify({ required: true, session }));
    }
    if (url === '/gate/exam') {
      admitted.push(method!);
      return void reply.writeHead(204).end();
    }
    const tag = `<script src="${address}/loader.js" data-verifier="${v.url}" async></script>`;
    reply.setHeader('Content-Type', 'text/html; charset=utf-8').end(
      `<!doctype html><html lang="en"><title>page</title><link rel="icon" href="data:,">${tag}
<a href="/exam" data-mo-otp-gate="/gate/exam">Exam</a>`,
    );
  });
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  t.after(() => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  });
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const v = await startVerifier({ clock: systemClock, origins: [origin] });
  t.after(() => v.close());
  const address = new URL(v.url).origin;
  const phone = await v.registerDevice();
  const browser = await openChromium();
  t.after(() => browser.close());

  const learner = await Trainee.sitsDown(browser, origin);
  const scripts: string[] = [];
  learner.page.on('response', (reply) => {
    if (reply.request().resourceType() === 'script') scripts.push(`${reply.status()} ${reply.url()}`);
  });
  await learner.goesTo('/');
  await learner.wants('/exam');
  await learner.isAsked();
  await learner.hears('phone');
  await learner.types(phone.codeAt(Date.now()));
  await learner.arrivesAt('/exam');

  assert.deepEqual([admitted, learner.faults], [['POST'], []]);
  const versioned = `200 ${address}/assets/${ownAssets()!.version}/`;
  const [first, ...others] = [...new Set(scripts)];
  assert.equal(first, `200 ${address}/loader.js`);
  assert.ok(others.includes(`${versioned}mo-otp-gate.js`), scripts.join('\n'));
  assert.ok(
    others.some((one) => /\/en-[\w-]+\.js$/.test(one)),
    scripts.join('\n'),
  );
  for (const one of others) assert.ok(one.startsWith(versioned), one);
});
