import { html } from 'lit/html.js';
import type { Params } from '../contract.js';
import type { State } from '../machine.js';
import { clockIsOff } from '../step.js';
import { fill, type Words } from '../words.js';
import type { Question } from './context.js';

/** The alert beside a question; empty where nothing went wrong. */
export const notice = (question: Question) =>
  html`<p part="notice" id="notice" role="alert">${noticeText(question)}</p>`;

function noticeText({ state, words, own }: Question): string {
  const { issued } = state;
  if (state.phase === 'failed') return failure(state, words);
  if (state.phase === 'expired') return words.expired;
  if (state.phase !== 'answering' || !state.notice) return '';
  const { params, attemptsLeft: left } = issued.challenge;
  const why = state.notice.status === 'rejected' ? state.notice.reason : state.notice.status;
  const its = own.notices?.[why];
  const sentences = [its ?? words[why as 'wrong-code'] ?? words.failed.other];
  const wrong = why === 'wrong-code';
  // one thing to do at a time: look again, then see to the phone's clock (where that is not said already), then know what a lock means
  if (!its && (why === 'repeated' || (wrong && left !== 1)))
    sentences.push(wrong && left! < 4 && !clockIsOff(issued) ? words.clock : words.lookAgain);
  if (wrong && left) sentences.push(left > 1 ? words.attemptsLeft : words.beforeLock);
  return fill(sentences.join(' '), { left, digits: (params as Params<'motp'>).digits });
}

/** What failed, in words that help a learner. */
export function failure({ error }: Extract<State, { phase: 'failed' }>, { failed }: Words): string {
  const code = error.code === 'unreachable' && !navigator.onLine ? 'offline' : error.code;
  return failed[code as 'other'] ?? failed.other;
}
