import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { generateURI } from 'otplib';
import { secretOf } from '../../demo/phone/app/otp/provisioning.js';
import { codeAt, secondsLeft, stepAt } from '../../demo/phone/app/otp/totp.js';

/**
 * RFC 4226, appendix D: the codes of the first ten counters for the ASCII secret below. A step of RFC 6238 is such a
 * counter.
 */
const secret = new TextEncoder().encode('12345678901234567890');
const codes = ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'];
const base32 = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

codes.forEach((code, step) =>
  test(`the code of step ${step} is ${code}, from its first millisecond to its last`, () => {
    assert.equal(codeAt(secret, step * 60_000), code);
    assert.equal(codeAt(secret, step * 60_000 + 59_999), code);
  }),
);

test(
  'the codes equal those of oathtool',
  { skip: spawnSync('oathtool', ['--version']).error && 'oathtool is not installed' },
  () => {
    for (const at of ['2026-11-22 00:00:00 UTC', '2026-11-22 12:34:59 UTC', '2038-01-19 03:14:08 UTC']) {
      const theirs = execFileSync('oathtool', ['--totp', '--time-step-size=60s', '--base32', `--now=${at}`, base32], {
        encoding: 'utf8',
      }).trim();
      assert.equal(codeAt(secret, Date.parse(at.replace(' UTC', 'Z').replace(' ', 'T'))), theirs);
    }
  },
);

for (const [time, left, step] of [
  [0, 60, 0],
  [999, 60, 0],
  [1_000, 59, 0],
  [59_999, 1, 0],
  [60_000, 60, 1],
  [60_000.5, 60, 1],
] as const)
  test(`at ${time} ms step ${step} has ${left} s left`, () =>
    assert.deepEqual([secondsLeft(time), stepAt(time)], [left, step]));

test('the secret is read from a provisioning address', () => {
  assert.deepEqual(secretOf(generateURI({ issuer: 'mOTP', label: '홍길동', secret: base32, period: 60 })), secret);
});

test('an address with other TOTP parameters is refused', () => {
  for (const [what, otpauth] of Object.entries({
    'another step': generateURI({ issuer: 'mOTP', label: 'a', secret: base32, period: 30 }),
    'eight digits': generateURI({ issuer: 'mOTP', label: 'a', secret: base32, period: 60, digits: 8 }),
    'another hash': generateURI({ issuer: 'mOTP', label: 'a', secret: base32, period: 60, algorithm: 'sha256' }),
    'another scheme': `https://example.test/?secret=${base32}&period=60`,
  }))
    assert.throws(() => secretOf(otpauth), TypeError, what);
});
