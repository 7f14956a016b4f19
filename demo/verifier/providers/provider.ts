import type { Learner } from 'mo-otp-gate/contract';
import type { Carrier, ProviderName } from '../domain/switches.js';

/** A phone identity check (휴대폰 본인확인), or i-PIN. */
export type IdentityKind = 'phone' | 'ipin';

/** A request to a provider. */
export interface IdentityQuestion {
  /** Our own request number: 32 hex digits, used once. */
  number: string;
  kind: IdentityKind;
  /** The learner to be checked. */
  learner: Learner;
  /** The URL that the provider returns to, by GET or POST. */
  callback: string;
}

/** Where the learner's window goes next: a URL, or a form to post. */
export type Destination = { url: string } | { form: { action: string; fields: Record<string, string> } };

/** A provider's answer at the callback, with the memo from `start`. */
export interface IdentityReply {
  number: string;
  memo: string;
  fields: Record<string, string>;
}

/**
 * An identified person. `ids` are CI and DI; `kind` includes the issuer, so that DIs of different providers are never
 * compared.
 */
export interface Person {
  name: string;
  phone?: string;
  birthDate?: string;
  /** The mobile carrier; a provider that does not tell it passes no phone check while a carrier is switched off. */
  carrier?: Carrier;
  ids: { kind: string; value: string }[];
}

/** A provider's answer. `code` is its result code, `transaction` its number of the check. */
export type IdentityAnswer =
  | { said: 'person'; person: Person; transaction: string }
  | { said: 'failed' | 'cancelled'; code: string }
  /** Not an answer to this request: forged, or of another request. */
  | { said: 'foreign' };

/**
 * An identity provider. Both steps throw when the provider cannot be reached or its answer is malformed; the learner
 * may retry.
 */
export interface IdentityProvider {
  name: ProviderName | 'none';
  kinds: readonly IdentityKind[];
  /** Where to send the learner, and a memo for `finish`. */
  start(question: IdentityQuestion): Promise<{ destination: Destination; memo: string }>;
  /** The provider's answer. */
  finish(reply: IdentityReply): Promise<IdentityAnswer>;
  /**
   * Fetches the answer without a callback, where the provider supports it: a window may close before it returns.
   * `undefined`: no answer yet.
   */
  ask?(number: string): Promise<IdentityAnswer | undefined>;
  /** Parameters of PortOne's browser script, for our page that runs it. */
  script?: { storeId: string; channelKey: string };
}
