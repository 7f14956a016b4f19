import { ScureBase32Plugin } from 'otplib';
import { DIGITS, STEP_SECONDS } from './totp.js';

/**
 * The secret in an `otpauth://totp/…` address.
 *
 * @throws TypeError when the address names other parameters than this app uses: its codes would be wrong
 */
export function secretOf(otpauth: string): Uint8Array<ArrayBuffer> {
  const { protocol, searchParams } = new URL(otpauth);
  const parameters = [
    protocol,
    searchParams.get('algorithm') ?? 'SHA1',
    searchParams.get('digits') ?? '6',
    searchParams.get('period'),
  ];
  if (parameters.join() !== ['otpauth:', 'SHA1', DIGITS, STEP_SECONDS].join())
    throw new TypeError('unsupported TOTP parameters');
  return Uint8Array.from(new ScureBase32Plugin().decode(searchParams.get('secret') ?? ''));
}
