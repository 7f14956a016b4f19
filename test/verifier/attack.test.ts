import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Verdict } from 'mo-otp-gate/contract';
import { SetClock, startVerifier } from '../support/verifier.js';

async function begin(t: TestContext) {
  const clock = new SetClock();
  const v = await startVerifier({ clock });
  t.after(() => v.close());
  const phone = await v.registerDevice();
  const challenges = (count: number) => Promise.all(Array.from({ length: count }, async () => (await v.challenge(await v.openSession())).id));
  return { ...v, right: phone.codeAt(clock.now()), wrong: phone.wrongCodeAt(clock.now()), challenges };
}
const count = (verdicts: Verdict[]) => verdicts.reduce<Record<string, number>>((sum, { status }) => ({ ...sum, [status]: (sum[status] ?? 0) + 1 }), {});

test('a hundred wrong codes at the same moment count exactly five', async (t) => {
  const v = await begin(t);
  const [id] = (await v.challenges(1)) as [string];
  const verdicts = await Promise.all(Array.from({ length: 100 }, () => v.verify(id, v.wrong)));
  assert.deepEqual(count(verdicts), { rejected: 5, locked: 95 });
  const left = verdicts.flatMap((verdict) => (verdict.status === 'rejected' ? [verdict.attemptsLeft] : []));
  assert.deepEqual(left.sort(), [0, 1, 2, 3, 4]);
});

test('so do a hundred spread over twenty sessions', async (t) => {
  const v = await begin(t);
  const ids = await v.challenges(20);
  assert.deepEqual(count(await Promise.all(Array.from({ length: 100 }, (_, i) => v.verify(ids[i % 20]!, v.wrong)))), { rejected: 5, locked: 95 });
});

test('one right code fifty times at the same moment is accepted once', async (t) => {
  const v = await begin(t);
  const [id] = (await v.challenges(1)) as [string];
  assert.deepEqual(count(await Promise.all(Array.from({ length: 50 }, () => v.verify(id, v.right)))), { verified: 1, expired: 49 });
});

test('so it is in fifty sessions, and nobody is locked by it', async (t) => {
  const v = await begin(t);
  const verdicts = await Promise.all((await v.challenges(50)).map((id) => v.verify(id, v.right)));
  assert.deepEqual(count(verdicts), { verified: 1, rejected: 49 });
  for (const verdict of verdicts) if (verdict.status === 'rejected') assert.deepEqual(verdict, { status: 'rejected', reason: 'used-code', attemptsLeft: 5 });
});

test('one attempt sent fifty times has one verdict and one token', async (t) => {
  const v = await begin(t);
  const [id] = (await v.challenges(1)) as [string];
  const verdicts = await Promise.all(Array.from({ length: 50 }, () => v.verify(id, v.right, 'attempt-1')));
  for (const verdict of verdicts) assert.deepEqual(verdict, verdicts[0]);
  assert.equal(verdicts[0]?.status, 'verified');
});

test('one token redeemed fifty times at the same moment is good once', async (t) => {
  const v = await begin(t);
  const [id] = (await v.challenges(1)) as [string];
  const verdict = await v.verify(id, v.right);
  assert(verdict.status === 'verified');
  const replies = await Promise.all(Array.from({ length: 50 }, () => v.siteverify(verdict.token)));
  assert.equal(replies.filter(({ success }) => success).length, 1);
  assert.equal(replies.filter((reply) => !reply.success && reply.error === 'used').length, 49);
});
