import type { ProblemCode } from './contract.js';

/**
 * The code of a failure:
 * - `not-configured`: `verifier` or `session` is missing
 * - `unreachable`: no connection (offline, DNS, TLS, or CORS: is the page's origin registered at the verifier?)
 * - `timeout`: no reply in time
 * - `bad-reply`: a reply that does not match the contract
 * - `load`: the code of a method could not be fetched
 * - `not-visible`: the gate cannot be seen where it is (a hidden ancestor, a frameset, not in a document)
 * - every problem code of the verifier
 */
export type GateErrorCode =
  'not-configured' | 'unreachable' | 'timeout' | 'bad-reply' | 'load' | 'not-visible' | ProblemCode;

/**
 * The gate's one error class. `address` is the address of the failed request, if there was one; `cause` the underlying
 * error or the verifier's problem details. Holds no personal data.
 */
export class GateError extends Error {
  declare readonly code: GateErrorCode;
  declare readonly address?: string;
  declare readonly cause?: unknown;

  constructor(code: GateErrorCode, address?: string, cause?: unknown) {
    super(`mo-otp-gate: ${code} ${address ?? ''}`);
    Object.assign(this, { code, address, cause });
  }
}
