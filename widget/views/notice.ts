import type { State } from '../machine.js';
import { secondsToNextCode } from '../step.js';
import { fill, type Words } from '../words.js';
import type { Asking, Context } from './context.js';

/** What went wrong, as sentences for the alert at the field; empty where nothing did. */
export function notice({ state, words, now }: Context<Asking>): string {
  const { asked } = state;
  if (state.phase === 'failed') return failure(state, words);
  if (state.phase === 'expired') return words.expired;
  if (state.phase !== 'answering' || !state.notice) return '';
  const { params, attemptsLeft: left } = asked.challenge;
  const why = state.notice.status === 'rejected' ? state.notice.reason : state.notice.status;
  const parts = [fill(sentences(words)[why] ?? words.failed.other, { digits: params.digits, seconds: secondsToNextCode(asked, now) })];
  if (why === 'wrong-code' && left) parts.push(fill(left > 1 ? words.attemptsLeft : words.beforeLock, { left }), left === 3 ? words.clock : '');
  return parts.join(' ');
}

/** What failed, in words that help a learner: what the site must mend is one sentence, what passes by itself another. */
export function failure({ error: { code } }: Extract<State, { phase: 'failed' }>, { failed }: Words) {
  if (code === 'timeout') return failed.unreachable;
  if (code === 'forbidden-origin' || code === 'unsupported-method') return failed['not-configured'];
  return sentences(failed)[code] ?? failed.other;
}

/** A newer verifier may use a word that these words do not know. */
const sentences = (words: object) => words as Partial<Record<string, string>>;
