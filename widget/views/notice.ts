import type { Params } from '../contract.js';
import type { State } from '../machine.js';
import { secondsToNextCode } from '../step.js';
import { fill, type Words } from '../words.js';
import type { Question } from './context.js';

/** What went wrong, as sentences for the alert at the field; empty where nothing did. */
export function notice({ state, words, own, now }: Question): string {
  const { asked } = state;
  if (state.phase === 'failed') return failure(state, words);
  if (state.phase === 'expired') return words.expired;
  if (state.phase !== 'answering' || !state.notice) return '';
  const { params, attemptsLeft: left } = asked.challenge;
  const why = state.notice.status === 'rejected' ? state.notice.reason : state.notice.status;
  const its = own.notices?.[why];
  const sentences = [its ?? words[why as 'wrong-code'] ?? words.failed.other];
  if (why === 'wrong-code' && left) {
    sentences.push(left > 1 ? words.attemptsLeft : words.beforeLock);
    if (left < 4 && !its) sentences.push(words.clock);
  }
  return fill(sentences.join(' '), { left, digits: (params as Params<'motp'>).digits, seconds: secondsToNextCode(asked, now) });
}

/** What failed, in words that help a learner. */
export function failure({ error }: Extract<State, { phase: 'failed' }>, { failed }: Words): string {
  const code = error.code === 'unreachable' && !navigator.onLine ? 'offline' : error.code;
  return failed[code as 'other'] ?? failed.other;
}
