import { fill } from '../words.js';
import type { ViewContext } from './context.js';

/** The heading: what the learner is about to do ("9차시 본인인증"). */
export function title({ words, checkpoint }: ViewContext): string {
  const { kind = 'other', number } = checkpoint ?? {};
  const what = kind === 'lesson' && number === undefined ? '' : fill(words.kind[kind] ?? '', { number });
  return fill(words.title, { what }).trim();
}
