/** The codes that a browser makes by itself, held against the RFC's vectors and against another implementation. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { generateSync } from 'otplib';
import { codeAt, importKey } from '../../widget/methods/web-otp/totp.js';

const inBrowser = (secret: Uint8Array) => importKey(Buffer.from(secret).toString('base64url'));

test('the vectors of RFC 6238, appendix B', async () => {
  const key = await inBrowser(Buffer.from('12345678901234567890'));
  for (const [step, code] of [
    [0x1, '94287082'],
    [0x23523ec, '07081804'],
    [0x23523ed, '14050471'],
    [0x273ef07, '89005924'],
    [0x3f940aa, '69279037'],
    [0x27bc86aa, '65353130'],
  ] as const)
    assert.equal(await codeAt(key, step, 8), code);
});

test('any key at any time makes the code that everybody else makes', async () => {
  const keys = fc.uint8Array({ minLength: 20, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(keys, fc.nat(0x7fffffff), fc.integer({ min: 6, max: 8 }), async (secret, step, digits) => {
      assert.equal(
        await codeAt(await inBrowser(secret), step, digits as 6),
        generateSync({ secret, epoch: step * 60, period: 60, digits: digits as 6 }),
      );
    }),
  );
});

test('steps beyond 32 bits are counted on', async () => {
  const secret = randomBytes(20);
  const step = 2 ** 32 + 5;
  assert.equal(
    await codeAt(await inBrowser(secret), step, 6),
    generateSync({ secret, epoch: step, period: 1, digits: 6 }),
  );
});

test('no script can read the key', async () => {
  const key = await inBrowser(randomBytes(20));
  assert.deepEqual([key.extractable, key.usages], [false, ['sign']]);
});
