import assert from 'node:assert/strict';
import type { Learner, Verdict } from 'mo-otp-gate/contract';
import type { verifierClient } from '../support/client.js';

type Client = ReturnType<typeof verifierClient>;

/** A learner with a phone, and an attacker who sends many requests at once. */
export interface Scene {
  v: Client;
  learner: Learner;
  right: string;
  wrong: string;
  challenges(count: number): Promise<string[]>;
}

/** A checkpoint that is verified at every entry and needs no enrolment. */
const checkpoint = { kind: 'login', course: 'safety-101', class: '2026-1' } as const;

let people = 0;

/** Creates a learner without attempts. `now` is epoch milliseconds. */
export async function scene(v: Client, now: number): Promise<Scene> {
  const learner = { ref: `learner-${++people}`, name: '홍길동', phone: `010-0000-${String(people).padStart(4, '0')}` };
  const phone = await v.registerDevice(learner.name, learner.phone);
  const challenges = (count: number) =>
    Promise.all(
      Array.from({ length: count }, async () => (await v.challenge(await v.openSession(learner, checkpoint))).id),
    );
  return { v, learner, right: phone.codeAt(now), wrong: phone.wrongCodeAt(now), challenges };
}

const count = (verdicts: Verdict[]) =>
  verdicts.reduce<Record<string, number>>((sum, { status }) => ({ ...sum, [status]: (sum[status] ?? 0) + 1 }), {});
const times = <T>(n: number, work: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: n }, (_, i) => work(i)));

/**
 * Attacks by concurrent requests, each with its only correct outcome. `decides` marks those that succeed against a
 * store that reads, checks and then writes.
 */
export const attacks: { title: string; decides?: true; attack(scene: Scene): Promise<void> }[] = [
  {
    title: 'an attacker who sends two hundred wrong codes gets five tries',
    decides: true,
    async attack({ v, wrong, challenges }) {
      const [id] = (await challenges(1)) as [string];
      const verdicts = await times(200, () => v.verify(id, wrong));
      assert.deepEqual(count(verdicts), { rejected: 5, locked: 195 });
      const left = verdicts.flatMap((verdict) => (verdict.status === 'rejected' ? [verdict.attemptsLeft] : []));
      assert.deepEqual(left.sort(), [0, 1, 2, 3, 4]);
    },
  },
  {
    title: 'an attacker who spreads a hundred wrong codes over twenty sessions gets five tries',
    decides: true,
    async attack({ v, wrong, challenges }) {
      const ids = await challenges(20);
      assert.deepEqual(count(await times(100, (i) => v.verify(ids[i % 20]!, wrong))), { rejected: 5, locked: 95 });
    },
  },
  {
    title: 'a learner who opens a new challenge gets no try back',
    async attack({ v, wrong, challenges }) {
      for (const attemptsLeft of [4, 3, 2, 1, 0]) {
        const [id] = (await challenges(1)) as [string];
        assert.deepEqual(await v.verify(id, wrong), { status: 'rejected', reason: 'wrong-code', attemptsLeft });
      }
      await assert.rejects(challenges(1), /locked/);
    },
  },
  {
    title: 'a learner who sends a right code fifty times is verified once',
    decides: true,
    async attack({ v, right, challenges }) {
      const [id] = (await challenges(1)) as [string];
      assert.deepEqual(count(await times(50, () => v.verify(id, right))), { verified: 1, expired: 49 });
    },
  },
  {
    title: 'a learner who sends a right code in fifty sessions is verified once and not locked',
    decides: true,
    async attack({ v, right, challenges }) {
      const verdicts = await Promise.all((await challenges(50)).map((id) => v.verify(id, right)));
      assert.deepEqual(count(verdicts), { verified: 1, rejected: 49 });
      for (const verdict of verdicts)
        if (verdict.status === 'rejected')
          assert.deepEqual(verdict, { status: 'rejected', reason: 'used-code', attemptsLeft: 5 });
    },
  },
  {
    title: 'a learner who sends one attempt fifty times gets one verdict and one token',
    async attack({ v, right, challenges }) {
      const [id] = (await challenges(1)) as [string];
      const verdicts = await times(50, () => v.verify(id, right, 'attempt-1'));
      for (const verdict of verdicts) assert.deepEqual(verdict, verdicts[0]);
      assert.equal(verdicts[0]?.status, 'verified');
    },
  },
  {
    title: 'a site that redeems a token fifty times succeeds once',
    async attack({ v, right, challenges }) {
      const [id] = (await challenges(1)) as [string];
      const verdict = await v.verify(id, right);
      assert(verdict.status === 'verified');
      const replies = await times(50, () => v.siteverify(verdict.token));
      assert.equal(replies.filter(({ success }) => success).length, 1);
      assert.equal(replies.filter((reply) => !reply.success && reply.error === 'used').length, 49);
    },
  },
  {
    title: 'a learner who types another learner’s code is refused and uses up a try',
    async attack({ v, wrong, challenges }) {
      const [id] = (await challenges(1)) as [string];
      const other = await scene(v, Date.now());
      const verdict = await v.verify(id, other.right === wrong ? other.wrong : other.right);
      assert.deepEqual(verdict, { status: 'rejected', reason: 'wrong-code', attemptsLeft: 4 });
      assert.equal((await v.challenge(await v.openSession(other.learner, checkpoint))).attemptsLeft, 5);
    },
  },
];
