import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isCodeReply, isRegisterReply, isUnlockReply } from '../../demo/phone/app/replies.js';
import { CodeReply, RegisterReply, UnlockReply } from '../../demo/verifier/authorities/devices/wire.js';

/** Valid, nearly valid and invalid replies. */
const reply = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record(
      {
        status: fc.constantFrom(
          'sent',
          'registered',
          'rejected',
          'expired',
          'unlocked',
          'locked',
          'replaced',
          'toString',
          '',
        ),
        registration: fc.oneof(fc.string(), fc.anything()),
        expiresIn: fc.oneof(fc.constantFrom(180, 0, -1, 0.5), fc.anything()),
        device: fc.oneof(fc.string(), fc.anything()),
        otpauth: fc.oneof(fc.constantFrom('otpauth://totp/a?secret=A', 'otpauth://hotp/a'), fc.anything()),
        time: fc.oneof(fc.double(), fc.constantFrom(1.7e12, '1700000000000')),
        attemptsLeft: fc.oneof(fc.integer({ min: -1, max: 5 }), fc.double(), fc.constant(2 ** 53)),
      },
      { requiredKeys: ['status'] },
    ),
  },
  { weight: 1, arbitrary: fc.anything() },
);

for (const [name, guard, schema] of [
  ['a code was sent', isCodeReply, CodeReply],
  ['a device registers', isRegisterReply, RegisterReply],
  ['a device unlocks', isUnlockReply, UnlockReply],
] as const)
  test(`the guards agree with the schemas when ${name}`, () => {
    let taken = 0;
    fc.assert(
      fc.property(reply, (reply) => {
        const allowed = schema.safeParse(reply).success;
        if (allowed) taken++;
        assert.equal(guard(reply), allowed);
      }),
      { numRuns: 3_000 },
    );
    assert.ok(taken > 20, 'right replies were among them');
  });
