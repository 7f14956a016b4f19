import type { ProblemCode } from './contract.js';

/**
 * What went wrong, as one word:
 * - `not-configured`: `verifier` or `session` is missing
 * - `unreachable`: no connection (offline, DNS, TLS, or CORS: is the page's origin registered at the verifier?)
 * - `timeout`: no answer in time
 * - `bad-reply`: an answer that is not the contract's
 * - `load`: the code of a way to verify could not be fetched
 * - every problem code of the verifier
 */
export type GateErrorCode = 'not-configured' | 'unreachable' | 'timeout' | 'bad-reply' | 'load' | ProblemCode;

/**
 * The gate's one error. `address` is the request that failed, if it was one; `cause` what was underneath: another error, or the
 * verifier's problem details. Holds nothing personal.
 */
export class GateError extends Error {
  constructor(
    readonly code: GateErrorCode,
    readonly address?: string,
    override readonly cause?: unknown,
  ) {
    super(`mo-otp-gate: ${code} ${address ?? ''}`);
  }
}
