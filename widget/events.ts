import type { Reason } from './contract.js';
import type { GateError } from './errors.js';

/** What a verified gate hands out. The token is for the site's server to redeem; `expiresIn` is seconds. */
export interface GateResult {
  token: string;
  method: string;
  expiresIn: number;
}

/** What each event of the gate tells. */
export interface MoOtpDetails {
  /** The learner is verified; send the token to the site's server. */
  'mo-otp-verified': GateResult;
  /** The verifier refused a proof. `attemptsLeft` is missing where a method counts none. */
  'mo-otp-rejected': { reason: Reason; attemptsLeft?: number | undefined };
  /** Too many failures; `unlock` names the methods that lead out. */
  'mo-otp-locked': { unlock: string[] };
  /** Something failed; the learner is offered a retry. `preventDefault()` keeps it out of the console. */
  'mo-otp-error': { error: GateError };
  /** The gate closed. */
  'mo-otp-close': { verified: boolean };
}

/** An event of the gate: bubbles and crosses shadow roots. Its members stand in `detail` (as jQuery, React and Vue expect) and on the event itself. */
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
