import type { FastifyInstance } from 'fastify';
import type { Learner } from 'mo-otp-gate/contract';

/** A phone identity check (휴대폰 본인확인), or i-PIN. */
export type IdentityKind = 'phone' | 'ipin';

/** One question to a provider. */
export interface IdentityQuestion {
  /** Our own request number: 32 hex digits, used once. */
  number: string;
  kind: IdentityKind;
  /** Whom the provider's page may expect. */
  learner: Learner;
  /** Where the provider returns to, by GET or POST. */
  callback: string;
}

/** Where the learner's window goes next: to an address, or to one with a form's fields. */
export type Destination = { url: string } | { form: { action: string; fields: Record<string, string> } };

/** A provider's answer as it came back to the callback, with what `start` wished to be remembered. */
export interface IdentityReply {
  number: string;
  memo: string;
  fields: Record<string, string>;
}

/** Who somebody is. `ids` are CI and DI: `kind` says whose they are, so that one provider's DI is never held against another's. */
export interface Person {
  name: string;
  phone?: string;
  birthDate?: string;
  ids: { kind: string; value: string }[];
}

/** What a provider says. `code` is its own word for it, `transaction` its own number of the check. */
export type IdentityAnswer =
  | { said: 'person'; person: Person; transaction: string }
  | { said: 'failed' | 'cancelled'; code: string }
  /** No answer of the provider to this very question: forged, or meant for another. */
  | { said: 'foreign' };

/**
 * Who asks people who they are. Both steps throw when the provider cannot be reached or makes no sense; the learner may then try again.
 */
export interface IdentityProvider {
  kinds: readonly IdentityKind[];
  /** Where to send the learner, and what to remember for the answer. */
  start(question: IdentityQuestion): Promise<{ destination: Destination; memo: string }>;
  /** Who the provider says it is. */
  finish(reply: IdentityReply): Promise<IdentityAnswer>;
  /** Asks without a callback, for providers that can be asked: a window may die before it comes back. `undefined`: nothing yet. */
  ask?(number: string): Promise<IdentityAnswer | undefined>;
  /** Pages of ours that this provider needs, below `/identity/<name>`. */
  pages?(app: FastifyInstance): void;
}
