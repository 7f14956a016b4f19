import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SetClock, startVerifier } from '../support/verifier.js';

test('a right code gives a token', async (t) => {
  const clock = new SetClock();
  const v = await startVerifier({ clock });
  t.after(() => v.close());
  const phone = await v.registerDevice();
  const challenge: { id: string } = await v.challenge(await v.openSession());
  const verdict = await v.verify(challenge.id, phone.codeAt(clock.now()));
  assert.equal(verdict.status, 'verified');
  console.log(challenge, verdict, await v.siteverify((verdict as {token: string}).token));
});
