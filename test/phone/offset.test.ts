import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { clockErrorText, offsetOf } from '../../demo/phone/app/otp/offset.js';

const HOUR = 3_600_000;

test('a phone with a right clock has an offset of zero', () =>
  assert.equal(offsetOf({ sent: 1_000, received: 1_200, time: 1_100 }), 0));
test('a phone three hours fast has an offset of minus three hours', () =>
  assert.equal(offsetOf({ sent: 3 * HOUR, received: 3 * HOUR + 200, time: 100 }), -3 * HOUR));

test('the estimated time is off by at most half the round trip', () => {
  const ms = fc.integer({ min: 0, max: 5_000 });
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), ms, ms, (error, there, back) => {
      const sent = 1.7e12;
      const exchange = { sent: sent + error, received: sent + there + back + error, time: sent + there };
      assert.ok(Math.abs(offsetOf(exchange) + error) <= (there + back) / 2);
    }),
  );
});

for (const [offset, fieldError] of [
  [0, undefined],
  [20_000, undefined],
  [-20_000, undefined],
  [20_001, '20초 느립니다'],
  [-90_000, '1분 30초 빠릅니다'],
  [-(3 * HOUR + 2 * 60_000 + 5_000), '3시간 2분 빠릅니다'],
  [9 * HOUR, '9시간 느립니다'],
  [9 * HOUR + 4_000, '9시간 느립니다'],
  [-27 * HOUR, '1일 3시간 빠릅니다'],
] as const)
  test(`an offset of ${offset} ms is reported as “${fieldError ?? 'nothing'}”`, () =>
    assert.equal(clockErrorText(offset), fieldError));
