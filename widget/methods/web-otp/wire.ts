import { z } from 'zod';
import * as phone from '../phone/wire.js';

/** How many digits a code has, and how long it is valid in seconds (RFC 6238 §4). */
const codes = { digits: z.int().min(4).max(10), period: z.int().min(1) };

/** An OTP that lives in one browser of the learner. `device` is the id of the browser's key. */
export const params = z.discriminatedUnion('state', [
  /**
   * No browser is registered, or another one replaces it: starts with a phone identity check. It ends in `unlocked`;
   * the next challenge is `enrol`.
   */
  z.object({ state: z.literal('new'), ...codes, ...phone.params.shape }),
  /**
   * The key for this browser, given once: 160 bits, base64url, for HMAC-SHA-1 (RFC 6238 §1.2). The first right code
   * registers the browser.
   */
  z.object({ state: z.literal('enrol'), ...codes, device: z.string().min(1), key: z.string().regex(/^[\w-]{27}$/) }),
  /** Only the browser that has this key can answer; any other answers `renew`. */
  z.object({ state: z.literal('registered'), ...codes, device: z.string().min(1) }),
]);

/**
 * `{device, code}`, or `{renew: true}` to register this browser instead (ends in `unlocked`; the next challenge is
 * `new`), or empty in the state `new`.
 */
export const proof = z.union([
  z.object({ device: z.string().min(1).max(64), code: z.string().regex(/^\d{4,10}$/) }),
  z.object({ renew: z.literal(true) }),
  phone.proof,
]);
