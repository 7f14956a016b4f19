import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { generateURI, ScureBase32Plugin } from 'otplib';
import { z } from 'zod';

/** The parameters of every code; `period` is the step in seconds (RFC 6238 §4). */
export const codes = { digits: 6, period: 60 } as const;

/** A code as it is typed. */
export const Code = z.string().regex(/^\d{6}$/, 'must be six ASCII digits');

/** A new secret of 160 bits, as RFC 4226 §4 R6 recommends. */
export const newTotpSecret = (): Buffer => randomBytes(20);

const base32 = new ScureBase32Plugin();

/** The code of a step, an HOTP value (RFC 4226 §5.3). Faster than otplib's, which computes it in JavaScript. */
function codeOf(secret: Uint8Array, step: number): Buffer {
  const counter = Buffer.alloc(8);
  counter.writeBigInt64BE(BigInt(step));
  const hmac = createHmac('sha1', secret).update(counter).digest();
  const number = hmac.readUInt32BE(hmac[19]! & 0xf) & 0x7fffffff;
  return Buffer.from(String(number % 10 ** codes.digits).padStart(codes.digits, '0'));
}

/**
 * The step of a code, among the current step and its two neighbours (RFC 6238 §5.2 and §6), or `null`. All three are
 * compared in any case, so that the time tells nothing about the code. `now` is epoch milliseconds.
 */
export function matchingStep(secret: Uint8Array, code: string, now: number): number | null {
  const current = Math.floor(now / 1000 / codes.period);
  const typed = Buffer.from(code);
  if (typed.length !== codes.digits) return null;
  let found: number | null = null;
  // the current step comes last: if two steps have the same code, it is the one that is used
  for (const step of [current - 1, current + 1, current])
    if (timingSafeEqual(codeOf(secret, step), typed)) found = step;
  return found;
}

/**
 * The secret as an `otpauth:` address for the phone app, with SHA-1, which every authenticator supports (RFC 6238
 * §1.2). Its label is the device's id, so that it contains no personal data.
 */
export const otpauth = (secret: Uint8Array, device: string): string =>
  generateURI({ issuer: 'mo-otp-gate', label: device, secret: base32.encode(secret), ...codes });
