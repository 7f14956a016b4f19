import { html } from 'lit/html.js';
import type { Params } from '../contract.js';
import type { State } from '../machine.js';
import { clockIsOff } from '../step.js';
import { fill, type Words } from '../words.js';
import type { ChallengeContext } from './context.js';

/** The alert beside a challenge; empty where there is nothing to report. */
export const notice = (context: ChallengeContext<unknown>) =>
  html`<p part="notice" id="notice" role="alert">${noticeText(context)}</p>`;

function noticeText({ state, words, methodWords }: ChallengeContext<unknown>): string {
  const { issued } = state;
  if (state.phase === 'failed') return failureText(state, words);
  if (state.phase === 'expired') return words.expired;
  if (state.phase !== 'answering' || !state.notice) return '';
  const { params, attemptsLeft: left } = issued.challenge;
  const reason = state.notice.status === 'rejected' ? state.notice.reason : state.notice.status;
  const own = methodWords.notices?.[reason];
  const sentences = [own ?? words[reason as 'wrong-code'] ?? words.failed.other];
  const wrong = reason === 'wrong-code';
  // one instruction at a time: look again, then set the phone's clock (unless a hint says so), then what a lock means
  if (!own && (reason === 'repeated' || (wrong && left !== 1)))
    sentences.push(wrong && left! < 4 && !clockIsOff(issued) ? words.clock : words.lookAgain);
  if (wrong && left) sentences.push(left > 1 ? words.attemptsLeft : words.beforeLock);
  return fill(sentences.join(' '), { left, digits: (params as Params<'motp'>).digits });
}

/** A failure, in words that help a learner. */
export function failureText({ error }: Extract<State, { phase: 'failed' }>, { failed }: Words): string {
  const code = error.code === 'unreachable' && !navigator.onLine ? 'offline' : error.code;
  return failed[code as 'other'] ?? failed.other;
}
