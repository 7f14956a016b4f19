import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isLocked, limits, settle, smsWait, unlock } from '../../demo/verifier/authorities/devices/rules.js';
import type { Registration, UnlockState } from '../../demo/verifier/store/store.js';

const now = 1_772_420_410_000;
const window = limits.smsWindow * 1000;
const device = { id: 'dv_1', phoneHash: 'p', nameHash: 'n', secret: 'sealed' };
const registration = (more: Partial<Registration> = {}): Registration => ({
  id: 'rg_1',
  phoneHash: 'p',
  network: 'w',
  nameHash: 'n',
  codeHash: 'right',
  triesLeft: 5,
  sentAt: now - 1000,
  expiresAt: now + 1,
  ...more,
});
const records = (failures: number): UnlockState => ({ ...device, failures, wrongCodes: 0, wrongSince: 0, last: null });

test('a learner gets five messages in ten minutes and waits for the sixth until the first is ten minutes old', () => {
  const five = [0, 1, 2, 3, 4].map((minute) => now - 300_000 + minute * 60_000);
  assert.equal(smsWait([], now), 0);
  assert.equal(smsWait(five.slice(1), now), 0);
  assert.equal(smsWait(five, now), 300);
  assert.equal(smsWait(five, now + 299_001), 1);
  assert.equal(smsWait(five, now + 300_000), 0);
  assert.equal(
    smsWait(
      Array.from({ length: 5 }, () => now - window + 1),
      now,
    ),
    1,
  );
});

test('a learner who keeps asking gets five messages in any ten minutes and never waits longer than ten', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(400_000), { maxLength: 60 }), (pauses) => {
      const sent: number[] = [];
      let at = now;
      for (const later of pauses) {
        at += later;
        const wait = smsWait(sent, at);
        assert.ok(wait >= 0 && wait <= limits.smsWindow);
        const recent = sent.filter((one) => one > at - window).length;
        assert.equal(wait > 0, recent >= limits.smsPerWindow);
        if (wait === 0) sent.push(at);
      }
    }),
  );
});

test('a learner who types the code of the message in time registers the phone once', () => {
  assert.deepEqual(settle(registration(), 'right', device, now), {
    verdict: { status: 'registered' },
    triesLeft: 0,
    device,
  });
  assert.deepEqual(settle(registration({ expiresAt: now }), 'right', device, now), {
    verdict: { status: 'expired' },
    triesLeft: 5,
  });
  assert.deepEqual(settle(registration({ triesLeft: 0 }), 'right', device, now), {
    verdict: { status: 'expired' },
    triesLeft: 0,
  });
});

test('a learner who types a wrong code uses up one of five tries', () => {
  for (const triesLeft of [5, 4, 3, 2, 1])
    assert.deepEqual(settle(registration({ triesLeft }), 'wrong', device, now), {
      verdict: { status: 'rejected', attemptsLeft: triesLeft - 1 },
      triesLeft: triesLeft - 1,
    });
});

test('a learner who types five wrong PINs in a row locks the phone for good; a right PIN resets the count', () => {
  for (const failures of [0, 1, 2, 3, 4]) {
    assert.deepEqual(unlock(records(failures), false), {
      verdict: { status: 'rejected', attemptsLeft: 4 - failures },
      failures: failures + 1,
    });
    assert.deepEqual(unlock(records(failures), true), { verdict: { status: 'unlocked' }, failures: 0 });
    assert.equal(isLocked({ failures }), false);
  }
  for (const proven of [true, false])
    assert.deepEqual(unlock(records(5), proven), { verdict: { status: 'locked' }, failures: 5 });
  assert.equal(isLocked({ failures: 5 }), true);
});
