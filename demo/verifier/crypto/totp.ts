import { generateURI, ScureBase32Plugin, verifySync } from 'otplib';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';

/** The parameters of every code; `period` is the step in seconds (RFC 6238 §4). */
export const codes = { digits: 6, period: 60 } as const;

/** A code as it is typed. */
export const Code = z.string().regex(/^\d{6}$/, 'must be six ASCII digits');

/** A new secret of 160 bits, as RFC 4226 §4 R6 recommends. */
export const newTotpSecret = (): Buffer => randomBytes(20);

const base32 = new ScureBase32Plugin();

/** The step whose code this is, among the present one and its neighbours (RFC 6238 §5.2 and §6), or `null`. `now` is epoch milliseconds. */
export function matchingStep(secret: Uint8Array, code: string, now: number): number | null {
  const result = verifySync({ secret, token: code, epoch: now / 1000, ...codes, epochTolerance: codes.period });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}

/** The secret for the phone app, with the hash that every authenticator knows (SHA-1, RFC 6238 §1.2). The label is the device's id: an address that names nobody. */
export const otpauth = (secret: Uint8Array, device: string): string =>
  generateURI({ issuer: 'mo-otp-gate', label: device, secret: base32.encode(secret), ...codes });
