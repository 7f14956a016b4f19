/** The app's state, one variant per screen. Screens render it; `registration.ts` and `unlock.ts` replace it. */
import type { Deactivated } from './device-store.js';
import type { Claim } from './pin/claim.js';

/** Digits only in `phone`. */
export interface Person {
  name: string;
  phone: string;
}

/** An error text and the `name` of its input. */
export interface FieldError {
  field: string;
  text: string;
}

/** A device unlocked by a PIN. In memory only; `secret` is overwritten when its screens are left. */
export interface UnlockedDevice {
  device: string;
  secret: Uint8Array<ArrayBuffer>;
  safeWord: string;
  /** Masked; see `owner.ts`. */
  owner?: string;
  /** Milliseconds to add to the phone's clock. */
  offset: number;
}

/** A form that waits for its reply (`busy`) or was refused (`fieldError`). */
export interface FormState {
  busy?: boolean;
  fieldError?: FieldError;
}

export interface DetailsState extends FormState {
  screen: 'details';
  person?: Person;
}

export interface NewPinState extends FormState {
  screen: 'new-pin';
  person: Person;
}

export interface SmsState extends FormState {
  screen: 'sms';
  person: Person;
  pin: string;
  registration: string;
  /** Epoch milliseconds of this phone. */
  expiresAt: number;
  /** The received SMS; `read` once its notification is dismissed. */
  message?: { text: string; read: boolean };
}

export interface PinState extends FormState {
  screen: 'pin';
}

export interface CodeState {
  screen: 'code';
  unlocked: UnlockedDevice;
  /** The last try to copy a code: its time step, and whether the clipboard took it. */
  copy?: { step: number; done: boolean };
  /** The claim that the verifier has not judged yet, and the time of the last try (epoch milliseconds). */
  unverifiedPin?: { claim: Claim; tried: number };
}

export type State =
  | { screen: 'starting' }
  | { screen: 'welcome' }
  | { screen: 'consent' }
  | { screen: 'declined' }
  | DetailsState
  | NewPinState
  | SmsState
  | { screen: 'registered'; unlocked: UnlockedDevice }
  | PinState
  | CodeState
  | { screen: 'deactivated'; why: Deactivated['ended'] }
  | { screen: 'broken' };
