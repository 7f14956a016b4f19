import type { Reason } from './contract.js';
import type { GateError } from './errors.js';

/** What a verified gate hands out. The token is for the site's server to redeem; `expiresIn` is seconds. */
export interface Proven {
  token: string;
  method: string;
  expiresIn: number;
}

/** Bubbles and crosses shadow roots. Its members stand in `detail` (as jQuery, React and Vue expect) and on the event itself. */
class Told<Detail extends object> extends CustomEvent<Detail> {
  constructor(type: string, detail: Detail, cancelable = false) {
    super(type, { bubbles: true, composed: true, cancelable, detail });
    Object.assign(this, detail);
  }
}

/** The learner is verified; send the token to the site's server. */
export class MoOtpVerifiedEvent extends Told<Proven> {
  declare readonly token: string;
  declare readonly method: string;
  declare readonly expiresIn: number;
  constructor({ token, method, expiresIn }: Proven) {
    super('mo-otp-verified', { token, method, expiresIn });
  }
}

/** The verifier refused a proof. */
export class MoOtpRejectedEvent extends Told<{ reason: Reason; attemptsLeft: number | undefined }> {
  declare readonly reason: Reason;
  declare readonly attemptsLeft: number | undefined;
  constructor({ reason, attemptsLeft }: { reason: Reason; attemptsLeft?: number | undefined }) {
    super('mo-otp-rejected', { reason, attemptsLeft });
  }
}

/** Too many failures; `unlock` names the methods that lead out. */
export class MoOtpLockedEvent extends Told<{ unlock: string[] }> {
  declare readonly unlock: string[];
  constructor({ unlock }: { unlock: string[] }) {
    super('mo-otp-locked', { unlock });
  }
}

/** Something failed; the learner is offered a retry. `preventDefault()` keeps it out of the console. */
export class MoOtpErrorEvent extends Told<{ error: GateError }> {
  declare readonly error: GateError;
  constructor({ error }: { error: GateError }) {
    super('mo-otp-error', { error }, true);
  }
}

/** The gate closed. */
export class MoOtpCloseEvent extends Told<{ verified: boolean }> {
  declare readonly verified: boolean;
  constructor(verified: boolean) {
    super('mo-otp-close', { verified });
  }
}

/** For `addEventListener` on the element and on `document`. */
export interface MoOtpGateEventMap {
  'mo-otp-verified': MoOtpVerifiedEvent;
  'mo-otp-rejected': MoOtpRejectedEvent;
  'mo-otp-locked': MoOtpLockedEvent;
  'mo-otp-error': MoOtpErrorEvent;
  'mo-otp-close': MoOtpCloseEvent;
}
