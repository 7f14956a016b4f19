import type { nothing, TemplateResult } from 'lit/html.js';
import type { Challenge, Params } from '../contract.js';
import type { ProofError } from '../machine.js';
import type { Question } from '../views/context.js';
import type { BaseMethodWords, Proof } from './proof.js';

/** A way to verify, as the gate sees it. Everything that differs between ways stands in its folder; nothing else enumerates them. A folder that is fetched exports it as `method`. */
export interface Method<Asks extends Params = any, Own extends BaseMethodWords = any> {
  /** Its own sentences in a language (BCP 47), if it has any. Its screens are given them as `own`. Rejects where they cannot be had. */
  words?(lang: string): Promise<Own>;
  /** The members of `params` that its screens cannot do without, each with a value of its kind. */
  sample(params: Asks): object;
  /** Gets ready what a screen shows, before it is shown. Throws a GateError. */
  prepare?(challenge: Challenge, verifier: string): Promise<void>;
  /** The question: what to do, the fields of the surrounding form, and the notice right at what it is about. */
  view(question: Question<Asks, Own>): TemplateResult;
  /** What the form's button says, or what stands in its place; the gate's own words where this is undefined. With nothing to press, the other ways are opened. */
  button?(question: Question<Asks, Own>): string | TemplateResult | typeof nothing | undefined;
  /** What stands below the button. */
  below?(question: Question<Asks, Own>): TemplateResult | undefined;
  /** What the form's fields hold as this method's proof, or why there is none. Called in the learner's click, so that it may open a window. */
  proof(form: HTMLFormElement, question: Question<Asks, Own>): Proof | ProofError;
}
