import { html } from 'lit/html.js';
import type { Params } from '../contract.js';
import { isCodeSpent, type Notice, type State } from '../machine.js';
import { fill, type Words } from '../words.js';
import type { ChallengeContext, ViewContext } from './context.js';

/**
 * The news beside a challenge, good and bad; both empty where there is nothing to report. `field` is whether the code
 * is typed here, so that the last attempt is announced.
 */
export const notice = (context: ChallengeContext<unknown>, field = false) =>
  html`<p part="status" .textContent=${isCodeSpent(context.state) ? '' : statusText(context)}></p>
    <p part="notice" id="notice" role="alert" .textContent=${noticeText(context, field)}></p>`;

/** The good news of a screen; the live region of the gate says the same. */
export function statusText(context: ViewContext): string {
  const { state, words, modal, further } = context;
  return state.phase === 'verified'
    ? modal
      ? words.verified
      : words.verifiedHere
    : (further?.furtherStatus(context) ?? '');
}

function noticeText(context: ChallengeContext<unknown>, field: boolean): string {
  const { state, words, params, methodWords, further } = context;
  if (state.phase === 'failed') return failureText(state, words);
  if (further) return further.furtherNotice(context, field);
  // before the rest is loaded there are only the reasons why nothing was sent
  const { notice: local } = state as { notice?: Notice };
  return local
    ? (methodWords.notices?.[local.status] ?? fill(words.length, { digits: (params as Params<'motp'>).digits }))
    : '';
}

/** A failure, in words that help a learner. */
export function failureText({ error }: Extract<State, { phase: 'failed' }>, { failed, further }: Words): string {
  const code = error.code === 'unreachable' && !navigator.onLine ? 'offline' : error.code;
  return failed[code as 'other'] ?? further.failed?.[code as 'maintenance'] ?? failed.other;
}
