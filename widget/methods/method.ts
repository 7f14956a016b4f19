import type { nothing, TemplateResult } from 'lit/html.js';
import type { Challenge, Params } from '../contract.js';
import type { Unready } from '../machine.js';
import type { Question } from '../views/context.js';

/** A way to verify, as the gate sees it. Everything that differs between ways stands in its folder; nothing else enumerates them. A folder that is fetched exports it as `method`. */
export interface Method<Own extends OwnWords = OwnWords> {
  /** Its own sentences in a language (BCP 47), if it has any. Its screens are given them as `own`. Rejects where they cannot be had. */
  words?(lang: string): Promise<Own>;
  /** The members of `params` that its screens cannot do without, each with a value of its kind. */
  sample(params: Params): object;
  /** Gets ready what a screen shows, before it is shown. Throws a GateError. */
  prepare?(challenge: Challenge, verifier: string): Promise<void>;
  /** The question: what to do, the fields of the surrounding form, and the notice right at what it is about. */
  view(question: Question<Own>): TemplateResult;
  /** What the form's button says, or what stands in its place; the gate's own words where this is undefined. With nothing to press, the other ways are opened. */
  button?(question: Question<Own>): string | TemplateResult | typeof nothing | undefined;
  /** What stands below the button. */
  below?(question: Question<Own>): TemplateResult | undefined;
  /** What the form's fields hold as this method's proof, or why there is none. Called in the learner's click, so that it may open a window. */
  proof(form: HTMLFormElement, question: Question<Own>): Proof | Unready;
}

/** Sentences of one way; `notices` are what a notice says in this way's own words, by reason or status. */
export interface OwnWords {
  readonly notices?: { readonly [why: string]: string };
}

/** A proof at once, or one that takes its time. */
export type Proof = object | ((check: Check) => Promise<object>);

/** What a proof that takes its time knows of the check that it is for. */
export interface Check {
  /** Aborted when the check is over, however it ends. */
  signal: AbortSignal;
  /** Asks the verifier now instead of when its `retryIn` has passed. */
  poll(): void;
}
