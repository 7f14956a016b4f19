import type { Reason } from './contract.js';
import type { GateError } from './errors.js';

/** The result of a verification. The site's server redeems the token; `expiresIn` is seconds. */
export interface GateResult {
  token: string;
  method: string;
  expiresIn: number;
}

/** The `detail` of each event. */
export interface MoOtpDetails {
  /** The learner is verified; send the token to the site's server. */
  'mo-otp-verified': GateResult;
  /** The verifier rejected a proof. `attemptsLeft` is missing where a method counts none. */
  'mo-otp-rejected': { reason: Reason; attemptsLeft?: number | undefined };
  /** Too many failures; `unlock` lists the methods that unlock. */
  'mo-otp-locked': { unlock: string[] };
  /** A failure; the learner is offered a retry. `preventDefault()` keeps it out of the console. */
  'mo-otp-error': { error: GateError };
  /** The gate closed. */
  'mo-otp-close': { verified: boolean };
}

/**
 * An event of the gate: bubbles and crosses shadow roots. Its members are in `detail` (as jQuery, React and Vue expect)
 * and on the event itself.
 */
export class MoOtpEvent<Type extends keyof MoOtpDetails> extends CustomEvent<MoOtpDetails[Type]> {
  constructor(type: Type, detail: MoOtpDetails[Type]) {
    super(type, { bubbles: true, composed: true, cancelable: true, detail });
    Object.assign(this, detail);
  }
}

/** For `addEventListener` on the element and on `document`. */
export type MoOtpGateEventMap = { [Type in keyof MoOtpDetails]: MoOtpEvent<Type> & Readonly<MoOtpDetails[Type]> };

declare global {
  interface HTMLElementEventMap extends MoOtpGateEventMap {}
  interface DocumentEventMap extends MoOtpGateEventMap {}
}
