import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ChallengeReply, Verdict } from '../../widget/contract.js';
import { isChallengeReply, isVerdict } from '../../widget/replies.js';

const overTheWire = (value: object) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
const text = fc.string({ minLength: 1 });
const seconds = fc.integer({ min: 1, max: 900 });
const locked = fc.record({ status: fc.constant('locked'), unlock: fc.array(text) });
const challenge = fc.record({
  status: fc.constant('challenge'), id: text, method: fc.constant('motp'), params: fc.record({ digits: fc.constant(6), period: fc.constant(60) }),
  offers: fc.array(text), learner: fc.record({ name: text, phone: text }, { requiredKeys: [] }),
  checkpoint: fc.record({ kind: fc.constantFrom('enrolment', 'lesson', 'exam'), number: fc.nat(999), title: text }, { requiredKeys: ['kind'] }),
  attemptsLeft: fc.nat(5), expiresIn: seconds, time: fc.nat(),
}, { requiredKeys: ['status', 'id', 'method', 'params', 'offers', 'learner', 'checkpoint', 'expiresIn', 'time'] });
const verdict = fc.oneof(
  fc.record({ status: fc.constant('verified'), token: text, method: text, expiresIn: seconds }),
  fc.record({ status: fc.constant('rejected'), reason: fc.constantFrom('wrong-code', 'used-code', 'mismatch'), attemptsLeft: fc.nat(5) }, { requiredKeys: ['status', 'reason'] }),
  fc.record({ status: fc.constantFrom('pending', 'unavailable'), retryIn: seconds }),
  fc.record({ status: fc.constantFrom('unlocked', 'expired') }),
  locked,
);

for (const [what, replies, schema, guard] of [
  ['challenges', fc.oneof(challenge, locked).map(overTheWire), ChallengeReply, isChallengeReply],
  ['verdicts', verdict.map(overTheWire), Verdict, isVerdict],
] as const) {
  test(`${what}: what the contract allows passes the guard`, () => {
    fc.assert(fc.property(replies, (reply) => {
      assert.ok(schema.safeParse(reply).success);
      assert.ok(guard(reply));
    }));
  });

  test(`${what}: a member that is missing or of another kind is seen by the guard wherever the contract minds`, () => {
    fc.assert(fc.property(replies, fc.nat(), fc.constantFrom(undefined, null, 7, 'x', [], {}, true), (reply, at, wrong) => {
      const members = Object.keys(reply).filter((member) => !['retryIn', 'attemptsLeft'].includes(member));
      const member = members[at % members.length]!;
      const spoilt = overTheWire({ ...reply, [member]: wrong });
      // the guard may let through what no screen can stumble over (a number below zero), never a member of the wrong kind
      if (!schema.safeParse(spoilt).success && kind(wrong) !== kind(reply[member])) assert.equal(guard(spoilt), false, member);
    }), { numRuns: 500 });
  });

  test(`${what}: anything else is refused`, () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => assert.equal(guard(value), schema.safeParse(value).success)));
    for (const value of [null, undefined, 'x', [], { status: 'constructor' }, { status: '__proto__' }, { status: 'toString' }]) assert.equal(guard(value), false);
  });
}

const kind = (value: unknown) => (Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value);
