import { english } from './english.js';
import { korean, type Words } from './korean.js';

/** Korean, unless the browser asks for English before it. Browsers send their languages in order (RFC 9110 §12.5.4). */
export const wordsFor = (languages = ''): Words =>
  /\b(ko|en)\b/i.exec(languages)?.[1]?.toLowerCase() === 'en' ? english : korean;

/** Fills `{name}` with `values.name`. The result is text, never markup. */
export const fill = (sentence: string, values: Record<string, string | number>): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));

/** The word for a code in the evidence, or the code itself where there is none. */
export const named = (words: Record<string, string>, code: string): string =>
  Object.hasOwn(words, code) ? words[code]! : code;
