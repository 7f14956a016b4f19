/**
 * The public API: the element's class, its events, errors and words. Importing it registers nothing;
 * `mo-otp-gate/define` does.
 */
export { GateError, type GateErrorCode } from './errors.js';
export { MoOtpEvent, type GateResult, type MoOtpDetails, type MoOtpGateEventMap } from './events.js';
export { registerLocale } from './locale.js';
export type { LocaleWords } from './locale-words.js';
export type { Phase } from './machine.js';
export { MoOtpGate } from './mo-otp-gate.js';
