/**
 * Refusals differ in their reason only: they have one shape and make the same store calls in the same order, so that
 * timing cannot distinguish them. The calls are compared, not the time.
 */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Verdict } from 'mo-otp-gate/contract';
import type { Store } from '../../demo/verifier/store/store.js';
import { exam, hong, kim, startVerifier } from '../support/verifier.js';

/** Wraps a store and records the names of the operations that are called. */
function recorded(calls: string[]) {
  return (store: Store): Store =>
    new Proxy(store, {
      get(target, name: keyof Store) {
        const operation = target[name] as (...parameters: unknown[]) => unknown;
        return (...parameters: unknown[]) => {
          calls.push(name);
          return operation(...parameters);
        };
      },
    });
}

async function begin(t: TestContext) {
  const calls: string[] = [];
  const v = await startVerifier({ store: recorded(calls) });
  t.after(() => v.close());
  const phone = await v.registerDevice();
  const now = () => v.clock.now();
  /** Opens a challenge for this learner. */
  const ask = async (learner: typeof hong) => (await v.challenge(await v.openSession(learner, exam))).id;
  /** Submits a code; returns the verdict and the store calls that it took. */
  async function answer(id: string, code: string) {
    calls.splice(0);
    const verdict = await v.verify(id, code);
    return { verdict, took: [...calls] };
  }
  const type = async (learner: typeof hong, code: string) => answer(await ask(learner), code);
  return { ask, answer, type, right: () => phone.codeAt(now()), wrong: () => phone.wrongCodeAt(now()) };
}

const shape = (verdict: Verdict) => Object.entries(verdict).map(([name, value]) => `${name}: ${typeof value}`);
const reason = (verdict: Verdict) => (verdict.status === 'rejected' ? verdict.reason : verdict.status);

test('an unknown phone and another name take the same store calls, a wrong code one more, which its reason says', async (t) => {
  const v = await begin(t);
  assert.equal((await v.type(hong, v.right())).verdict.status, 'verified');
  const refusals = [
    await v.type(hong, v.right()),
    await v.type(hong, v.wrong()),
    await v.type(kim, v.right()),
    await v.type({ ...hong, ref: 'learner-3', name: '홍길순' }, v.right()),
    await v.type({ ...hong, ref: 'learner-3', name: '홍길순' }, v.wrong()),
  ];
  assert.deepEqual(
    refusals.map(({ verdict }) => reason(verdict)),
    ['used-code', 'wrong-code', 'mismatch', 'mismatch', 'mismatch'],
  );
  for (const { verdict, took } of refusals) {
    assert.deepEqual(shape(verdict), ['status: string', 'reason: string', 'attemptsLeft: number']);
    // guesses at one phone are counted beside the decision
    const counts = reason(verdict) === 'wrong-code' ? ['countWrongCode'] : [];
    assert.deepEqual(
      took.filter((call) => !counts.includes(call)),
      refusals[0]!.took,
    );
    assert.equal(took.length, refusals[0]!.took.length + counts.length);
  }
  assert(refusals[0]!.took.includes('decide'));
});

test('a locked learner’s code is not compared', async (t) => {
  const v = await begin(t);
  const id = await v.ask(hong);
  for (let i = 0; i < 5; i++) await v.answer(id, v.wrong());
  const [right, wrong] = [await v.answer(id, v.right()), await v.answer(id, v.wrong())];
  assert.equal(right.verdict.status, 'locked');
  assert.deepEqual(right, wrong);
  assert.equal(right.took.includes('deviceOfPhone'), false);
});
