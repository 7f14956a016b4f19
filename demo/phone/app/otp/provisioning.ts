import { ScureBase32Plugin } from 'otplib';
import { DIGITS, STEP_SECONDS } from './totp.js';

/**
 * The secret in an `otpauth://totp/…` address.
 *
 * @throws TypeError when the address asks for other codes than this app shows: it would show wrong ones without a word.
 */
export function secretOf(otpauth: string): Uint8Array<ArrayBuffer> {
  const { protocol, searchParams } = new URL(otpauth);
  const asked = [
    protocol,
    searchParams.get('algorithm') ?? 'SHA1',
    searchParams.get('digits') ?? '6',
    searchParams.get('period'),
  ];
  if (asked.join() !== ['otpauth:', 'SHA1', DIGITS, STEP_SECONDS].join())
    throw new TypeError('these codes are not the ones that this app makes');
  return Uint8Array.from(new ScureBase32Plugin().decode(searchParams.get('secret') ?? ''));
}
