import type { TemplateResult } from 'lit';
import type { Asking, Context } from '../views/context.js';

/** A way to verify, as the gate sees it. Everything that differs between ways stands in its folder; nothing else enumerates them. */
export interface Method {
  /** The question: what to do, and the fields of the surrounding form. */
  view(context: Context<Asking>): TemplateResult;
  /** What the form's fields hold as this method's proof; undefined while they are incomplete. */
  proof(form: HTMLFormElement, context: Context<Asking>): object | undefined;
}
