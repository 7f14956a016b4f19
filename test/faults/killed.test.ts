import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startProcesses } from '../support/processes.js';
import { openRoom, sitDown } from './room.js';

test('the verifier is killed between its verdict and the reply: another takes its place, and the same code lets in once', async (t) => {
  const room = await openRoom();
  t.after(() => room.close());
  const v = await startProcesses({ count: 1, origins: [room.site.origin] });
  t.after(() => v.close());
  const { cable, learner, code, getsIn, evidence } = await sitDown(room, { ...v, url: v.urls[0]!, clock: Date });
  t.after(() => cable.remove());
  cable.becomes('keeps');
  const answered = cable.answered();
  await learner.types(code());
  await answered;
  await v.replaceFirst();
  await learner.hears('연결되지 않습니다');
  cable.to = v.urls[0]!;
  cable.becomes('passes');
  await learner.chooses('다시 시도');
  await getsIn();
  assert.deepEqual(await evidence(), ['verified']);
});
