/** The gate's small guards, compared with the contract's schemas, which the bundle omits. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ChallengeReply, Verdict } from '../../widget/contract.js';
import { methods } from '../../widget/methods/index.js';
import type { Method } from '../../widget/methods/method.js';
import { fits, isChallengeReply, isVerdict } from '../../widget/replies.js';
import { challengeReplies, challenges, verdicts } from './wire.js';

const kind = (value: unknown) => (Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value);

for (const [what, replies, schema, guard] of [
  ['challenges', challengeReplies, ChallengeReply, isChallengeReply],
  ['verdicts', verdicts, Verdict, isVerdict],
] as const) {
  test(`${what}: the guard accepts every reply that the contract allows`, () => {
    fc.assert(
      fc.property(replies, (reply) => {
        assert.ok(schema.safeParse(reply).success);
        assert.ok(guard(reply));
      }),
      { numRuns: 1000 },
    );
  });

  test(`${what}: the guard refuses a missing member or one of another type where the contract does`, () => {
    fc.assert(
      fc.property(replies, fc.nat(), fc.constantFrom(undefined, null, 7, 'x', [], {}, true), (reply, at, wrong) => {
        // left unguarded because no screen fails by them: help is links, tries and waits are optional
        const members = Object.keys(reply).filter(
          (member) =>
            ![
              'attemptsLeft',
              'help',
              ...(reply.status === 'unavailable' ? ['retryIn'] : []),
              ...(reply.status === 'locked' ? ['learner'] : []),
            ].includes(member),
        );
        const member = members[at % members.length]! as keyof typeof reply;
        const spoilt: unknown = JSON.parse(JSON.stringify({ ...reply, [member]: wrong }));
        // the guard may accept a number below zero, never a member of the wrong type
        if (!schema.safeParse(spoilt).success && kind(wrong) !== kind(reply[member]))
          assert.equal(guard(spoilt), false, member);
      }),
      { numRuns: 2000 },
    );
  });

  test(`${what}: anything else is refused`, () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => assert.equal(guard(value), schema.safeParse(value).success)),
      { numRuns: 1000 },
    );
    for (const value of [
      null,
      undefined,
      'x',
      [],
      { status: 'constructor' },
      { status: '__proto__' },
      { status: 'toString' },
    ])
      assert.equal(guard(value), false);
  });
}

test('a checkpoint without a kind is refused', () => {
  fc.assert(
    fc.property(challenges, (challenge) => {
      const { kind: _, ...checkpoint } = challenge.checkpoint;
      assert.equal(isChallengeReply({ ...challenge, checkpoint }), false);
    }),
  );
});

const loaded = Object.fromEntries(
  await Promise.all(
    Object.entries(methods).map(async ([id, entry]) => [
      id,
      typeof entry === 'function' ? (await entry()).method : entry,
    ]),
  ),
) as Record<string, Method>;
const guardParams = ({ method, params }: { method: string; params: any }) =>
  fits(params, loaded[method]!.sampleParams(params));

test('a method accepts every challenge that the contract allows', () => {
  fc.assert(
    fc.property(challenges, (challenge) => assert.ok(guardParams(challenge))),
    { numRuns: 1000 },
  );
});

test('a method rejects a challenge with a missing member or one of another type', () => {
  fc.assert(
    fc.property(challenges, fc.nat(), fc.constantFrom(undefined, null, true, [], {}), (challenge, at, wrong) => {
      // apps are links, and version 1 has one algorithm
      const members = Object.keys(challenge.params).filter((member) => member !== 'apps' && member !== 'algorithm');
      const member = members[at % members.length]!;
      const spoilt = { ...challenge, params: { ...challenge.params, [member]: wrong } } as never;
      assert.equal(ChallengeReply.safeParse(spoilt).success, false);
      assert.equal(guardParams(spoilt), false, `${challenge.method} ${member}`);
    }),
    { numRuns: 1000 },
  );
});
