import type { GateError } from './errors.js';

/**
 * Prints what to do about `unreachable`, where more can be learned: a request without CORS tells a server that answers
 * from a connection that fails.
 */
export function diagnose({ code, address }: GateError): void {
  if (code === 'unreachable')
    fetch(address!, { mode: 'no-cors', credentials: 'omit' }).then(
      () =>
        console.error(
          `mo-otp-gate: ${address} answers, but not to ${location.origin}. Check "verifier"; register the origin there.`,
        ),
      () => {},
    );
}
