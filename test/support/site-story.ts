/**
 * The story for every site's server half, with a real verifier: it admits the right learner, once, to the right place.
 */
import assert from 'node:assert/strict';
import { exam, hong, kim, type SetClock, type TestVerifier } from './verifier.js';

export interface ServerHalf {
  openSession(learner: object, checkpoint: object, origin: string): Promise<{ required: boolean; session?: string }>;
  redeem(token: string, learner: object, checkpoint: object): Promise<boolean>;
}

/**
 * Opens sessions, passes the gate and redeems tokens: right, twice, for another learner, another checkpoint, forged.
 */
export async function tellTheStory(verifier: TestVerifier, { openSession, redeem }: ServerHalf) {
  const phone = await verifier.registerDevice();
  const token = async (checkpoint: object = exam) => {
    (verifier.clock as SetClock).advance(60_000);
    const { required, session } = await openSession(hong, checkpoint, 'http://site.test');
    assert.equal(required, true);
    const { id } = await verifier.challenge(session!);
    const verdict = await verifier.verify(id, phone.codeAt(verifier.clock.now()));
    assert.ok(verdict.status === 'verified');
    return verdict.token;
  };
  const mine = await token();
  assert.equal(await redeem(mine, hong, exam), true);
  assert.equal(await redeem(mine, hong, exam), false, 'twice');
  assert.equal(await redeem(await token(), kim, exam), false, 'as another learner');
  assert.equal(
    await redeem(await token(), hong, { ...exam, kind: 'lesson', number: 9 }),
    false,
    'for another checkpoint',
  );
  assert.equal(await redeem('forged', hong, exam), false, 'forged');
  const ninth = { ...exam, kind: 'lesson', number: 9 };
  assert.equal(await redeem(await token(ninth), hong, ninth), true, 'for a lesson with a number');
}
