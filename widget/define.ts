import { MoOtpGate } from './mo-otp-gate.js';

// a second copy of the script on one page is harmless: the first one wins; on a server there is no registry
if (globalThis.customElements && !customElements.get('mo-otp-gate')) customElements.define('mo-otp-gate', MoOtpGate);

declare global {
  interface HTMLElementTagNameMap {
    'mo-otp-gate': MoOtpGate;
  }
}
