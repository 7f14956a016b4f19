import { fill } from '../words.js';
import type { Context } from './context.js';

/** What the learner is about to do, as a heading ("9차시 본인인증") and in a sentence. */
export function about({ words, state }: Context) {
  const { kind = 'other', number } = ('issued' in state && state.issued?.challenge.checkpoint) || {};
  const what = kind === 'lesson' && number === undefined ? '' : fill(words.kind[kind] ?? '', { number });
  return {
    title: fill(words.title, { what }).trim(),
    purpose: kind === 'enrolment' ? words.once : what && fill(words.purpose, { what }),
  };
}
