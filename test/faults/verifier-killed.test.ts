import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startProcesses } from '../support/processes.js';
import { openGatePage, learnerAtGate } from './gate-page.js';

test('a learner whose verifier is killed before its reply retries and is verified once', async (t) => {
  const gatePage = await openGatePage();
  t.after(() => gatePage.close());
  const v = await startProcesses({ count: 1, origins: [gatePage.site.origin] });
  t.after(() => v.close());
  const { proxy, learner, code, getsIn, evidence } = await learnerAtGate(gatePage, {
    ...v,
    url: v.urls[0]!,
    clock: Date,
  });
  t.after(() => proxy.remove());
  proxy.setMode('hold');
  const replied = proxy.replied();
  await learner.types(code());
  await replied;
  await v.replaceFirst();
  await learner.hears('연결되지 않습니다');
  proxy.to = v.urls[0]!;
  proxy.setMode('forward');
  await learner.chooses('다시 시도');
  await getsIn();
  assert.deepEqual(await evidence(), ['verified']);
});
