import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { matchingStep, otpauth } from '../../demo/verifier/crypto/totp.js';
import { generateSync } from 'otplib';

const minute = 60_000;

test('the codes equal the last six digits of the vectors in RFC 6238, appendix B', () => {
  const secret = Buffer.from('12345678901234567890');
  for (const [step, code] of [
    [0x1, '94287082'],
    [0x23523ec, '07081804'],
    [0x23523ed, '14050471'],
    [0x273ef07, '89005924'],
    [0x3f940aa, '69279037'],
    [0x27bc86aa, '65353130'],
  ] as const)
    assert.equal(matchingStep(secret, code.slice(2), step * minute), step);
});

test('a code is matched one step early or late, not two', () => {
  const secret = randomBytes(20);
  const step = 29_540_340;
  for (const into of [0, 1, 30_000, 59_999])
    for (const drift of [-2, -1, 0, 1, 2]) {
      const code = generateSync({ secret, epoch: (step + drift) * 60, period: 60, digits: 6 });
      assert.equal(
        matchingStep(secret, code, step * minute + into),
        Math.abs(drift) <= 1 ? step + drift : null,
        `${drift} steps off, ${into} ms into the step`,
      );
    }
});

test('a code of another length is never matched', () => {
  const secret = randomBytes(20);
  const code = generateSync({ secret, epoch: 60, period: 60, digits: 6 });
  assert.equal(matchingStep(secret, code, minute), 1);
  for (const other of ['', code.slice(1), `0${code}`, `${code} `, '１２３４５６'])
    assert.equal(matchingStep(secret, other, minute), null);
});

const hasOathtool = spawnSync('oathtool', ['--version']).status === 0;
test(
  'oathtool computes the same codes from the app’s otpauth address',
  { skip: !hasOathtool && 'oathtool is not installed' },
  () => {
    for (const step of [29_540_340, 29_540_341, 33_333_333]) {
      const secret = randomBytes(20);
      const key = new URL(otpauth(secret, 'dv_1')).searchParams.get('secret')!;
      const { stdout } = spawnSync('oathtool', ['--totp', '--time-step-size=60s', '-b', `--now=@${step * 60}`, key], {
        encoding: 'utf8',
      });
      assert.equal(matchingStep(secret, stdout.trim(), step * minute), step);
    }
  },
);

test('the otpauth URI contains device, period and secret, but no person', () => {
  const address = new URL(otpauth(Buffer.from('12345678901234567890'), 'dv_1'));
  assert.equal(address.href.split('?')[0], 'otpauth://totp/mo-otp-gate:dv_1');
  assert.deepEqual(Object.fromEntries(address.searchParams), {
    issuer: 'mo-otp-gate',
    period: '60',
    secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  });
});
