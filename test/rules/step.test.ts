import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Challenge } from '../../widget/contract.js';
import { secondsToNextCode } from '../../widget/step.js';

/** Asked when the verifier's clock said `time` and the learner's own `since`; milliseconds. */
const asked = (time: number, since: number, period = 60) => ({ challenge: { params: { digits: 6, period }, time } as Challenge, since });

for (const [into, left] of [[0, 60], [999, 60], [1000, 59], [10_000, 50], [59_000, 1], [59_999, 1], [60_000, 60], [61_000, 59]] as const)
  test(`${into} ms into a step the next code is ${left} s away`, () => assert.equal(secondsToNextCode(asked(0, 0), into), left));

test('it is the verifier’s step that counts, however wrong the learner’s clock is', () => {
  for (const wrong of [0, -3_600_000, 86_400_123]) assert.equal(secondsToNextCode(asked(1_772_420_410_000, 1_772_420_410_000 + wrong), 1_772_420_415_000 + wrong), 45);
});

test('a verifier may have shorter steps', () => assert.equal(secondsToNextCode(asked(0, 0, 30), 31_000), 29));
