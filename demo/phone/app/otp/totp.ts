/** The codes of RFC 6238 as the verifier expects them: HMAC-SHA-1, six digits, a step of 60 seconds. */
import { generateSync } from 'otplib';

/** Seconds that one code is shown. */
export const STEP_SECONDS = 60;
export const DIGITS = 6;

/** The number of the step that `time` (epoch milliseconds, the verifier's clock) falls into. */
export const stepAt = (time: number) => Math.floor(time / 1000 / STEP_SECONDS);

/** Whole seconds until the next code, 60…1; `time` in epoch milliseconds. */
export const secondsLeft = (time: number) => STEP_SECONDS - (Math.floor(time / 1000) % STEP_SECONDS);

/** The code of the step around `time` (epoch milliseconds), leading zeros kept. */
export const codeAt = (secret: Uint8Array, time: number) =>
  generateSync({ secret, period: STEP_SECONDS, digits: DIGITS, epoch: Math.floor(time / 1000) });
