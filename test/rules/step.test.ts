import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Challenge } from '../../widget/contract.js';
import { clockIsOff, secondsToNextCode } from '../../widget/step.js';

/** A challenge received when the verifier's clock said `time` and the learner's own `since`; milliseconds. */
const issued = (time: number, receivedAt: number, period = 60) => ({
  challenge: { params: { digits: 6, period }, time } as Challenge,
  receivedAt,
});

for (const [into, left] of [
  [0, 60],
  [999, 60],
  [1000, 59],
  [10_000, 50],
  [59_000, 1],
  [59_999, 1],
  [60_000, 60],
  [61_000, 59],
] as const)
  test(`${into} ms into a time step the next code comes in ${left} s`, () =>
    assert.equal(secondsToNextCode(issued(0, 0), into), left));

test('the verifier’s time step counts, however wrong the learner’s clock is', () => {
  for (const wrong of [0, -3_600_000, 86_400_123])
    assert.equal(
      secondsToNextCode(issued(1_772_420_410_000, 1_772_420_410_000 + wrong), 1_772_420_415_000 + wrong),
      45,
    );
});

test('a verifier may have shorter steps', () => assert.equal(secondsToNextCode(issued(0, 0, 30), 31_000), 29));

test('a clock is off by more than twenty seconds, or where it is not nine hours ahead as in Korea', (t) => {
  const zone = process.env['TZ'];
  t.after(() => (zone === undefined ? delete process.env['TZ'] : (process.env['TZ'] = zone)));
  process.env['TZ'] = 'Asia/Seoul';
  for (const wrong of [0, 20_000, -20_000])
    assert.equal(clockIsOff(issued(1_772_420_410_000 + wrong, 1_772_420_410_000)), false);
  for (const wrong of [20_001, -20_001])
    assert.equal(clockIsOff(issued(1_772_420_410_000 + wrong, 1_772_420_410_000)), true);
  for (const abroad of ['Asia/Ho_Chi_Minh', 'UTC', 'Australia/Sydney']) {
    process.env['TZ'] = abroad;
    assert.equal(clockIsOff(issued(0, 0)), true, abroad);
  }
});
