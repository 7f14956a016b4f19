/** What the app shows, one member a screen. Screens render it; `registration` and `unlocking` replace it. */
import type { Ended } from './device-store.js';
import type { Claim } from './pin/claim.js';

/** Digits only in `phone`. */
export interface Person {
  name: string;
  phone: string;
}

/** What is wrong, and the `name` of the input where it can be put right. */
export interface Complaint {
  field: string;
  text: string;
}

/** A device whose PIN was typed. In memory only; `secret` is wiped when the screens that need it are left. */
export interface Opened {
  device: string;
  secret: Uint8Array<ArrayBuffer>;
  safeWord: string;
  /** Milliseconds to add to the phone's clock. */
  offset: number;
}

/** A form that is being answered (`busy`) or was refused (`complaint`). */
export interface FormState {
  busy?: boolean;
  complaint?: Complaint;
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
  /** The SMS, where this phone has one to show; `read` when it has gone off the screen again. */
  message?: { text: string; read: boolean };
}

export interface PinState extends FormState {
  screen: 'pin';
}

export interface CodeState {
  screen: 'code';
  opened: Opened;
  /** Still to be shown to the verifier, and when that was last tried (epoch milliseconds): the PIN may have been wrong. */
  unproved?: { claim: Claim; tried: number };
}

export type State =
  | { screen: 'starting' }
  | { screen: 'welcome' }
  | { screen: 'consent' }
  | { screen: 'declined' }
  | DetailsState
  | NewPinState
  | SmsState
  | { screen: 'registered'; opened: Opened }
  | PinState
  | CodeState
  | { screen: 'ended'; why: Ended['ended'] }
  | { screen: 'broken' };
