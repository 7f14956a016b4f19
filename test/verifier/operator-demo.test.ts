/** The operator of the demo's training site and the secret that `npm start` prints. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDemo } from '../../demo/demo.js';
import { operatorBrowser } from '../support/operator.js';
import { freePort } from '../support/ports.js';

test('the demo’s operator gets a secret once, at the first start or for data that has no operator', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-demo-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'secrets.json');
  const options = {
    ports: { site: await freePort(), verifier: await freePort(), phone: await freePort() },
    folder,
    settings: { LOG_LEVEL: 'silent' },
  };
  const start = async () => {
    const demo = await openDemo(options);
    const operator = operatorBrowser({ url: demo.verifier });
    const { status } = await operator.logsIn(demo.operator.secret);
    const { html } = await operator.opens();
    await demo.close();
    assert.equal(status, 303);
    assert.match(html, /여울원격훈련원/);
    return demo.operator;
  };
  const first = await start();
  assert.match(first.page, /\/v1\/operator$/);
  assert.deepEqual(await start(), first);

  const { operator: _, ...before } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  writeFileSync(file, JSON.stringify(before));
  assert.notEqual((await start()).secret, first.secret);
  assert.deepEqual(
    { ...JSON.parse(readFileSync(file, 'utf8')), operator: undefined },
    { ...before, operator: undefined },
  );
});
