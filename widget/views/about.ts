import { fill } from '../words.js';
import type { ViewContext } from './context.js';

/** The checkpoint as a heading ("9차시 본인인증") and as a sentence. */
export function about({ words, state }: ViewContext) {
  const { kind = 'other', number } = ('issued' in state && state.issued?.challenge.checkpoint) || {};
  const what = kind === 'lesson' && number === undefined ? '' : fill(words.kind[kind] ?? '', { number });
  return {
    title: fill(words.title, { what }).trim(),
    purpose: kind === 'enrolment' ? words.once : what && fill(words.purpose, { what }),
  };
}
