import type { nothing, TemplateResult } from 'lit/html.js';
import type { Challenge, Params } from '../contract.js';
import type { GateErrorCode } from '../errors.js';
import type { MethodKind } from '../issued-challenge.js';
import type { ChallengeContext } from '../views/context.js';
import type { UnfinishedCheck } from '../unfinished-check.js';
import type { BaseMethodWords, Proof, ProofError } from './proof.js';

/**
 * A method of verification. Everything that differs between methods is in its folder; nothing else enumerates them.
 * A folder that is loaded on demand exports it as `method`.
 */
export interface Method<P extends Params = any, W extends BaseMethodWords = any, L extends object = any> {
  /** How a challenge with these parameters is answered. */
  kind(params: P): MethodKind;
  /** Set where the same method goes on after `unlocked`. */
  continues?: true;
  /** Loads the method's own words for a language (BCP 47). Rejects where they cannot be loaded. */
  words?(lang: string): Promise<W>;
  /** A sample of the members of `params` that its screens need, for `fits`. */
  sampleParams(params: P): object;
  /** Makes what the method keeps for a challenge, before its first screen. Throws a GateError. */
  prepare?(challenge: Challenge, verifier: string): Promise<L>;
  /** Stores a check of kind `page` for a page that is reloaded meanwhile, or removes it. */
  storeCheck?(session: string, check?: UnfinishedCheck): void;
  /** Whether a check of kind `page` goes on after a failed request, which may succeed in a moment. */
  isTransient?(code: GateErrorCode): boolean;
  /** The challenge's screen: instructions, the fields of the surrounding form, and the notice beside them. */
  view(context: ChallengeContext<P, W, L>): TemplateResult;
  /**
   * The label of the submit button, or a template that replaces it; undefined for the gate's own label. `nothing`
   * leaves no button and expands the list of other methods.
   */
  button?(context: ChallengeContext<P, W, L>): string | TemplateResult | typeof nothing | undefined;
  /** The content below the button. */
  below?(context: ChallengeContext<P, W, L>): TemplateResult | undefined;
  /** The proof in the form's fields, or why there is none. Called in the click, so that it may open a window. */
  proof(form: HTMLFormElement, context: ChallengeContext<P, W, L>): Proof | ProofError;
}
