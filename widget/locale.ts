import { korean, type Words } from './words.js';

/**
 * What a language has of the gate's words, in the same shape; for the rest Korean steps in. The build leaves the names out of the
 * languages' files, a third of their bytes: there the sentences are lists in the order of the Korean ones.
 */
export type LocaleWords = Named | readonly unknown[];
type Named = { readonly [Word in keyof Words]?: Words[Word] extends string ? string : Partial<Words[Word]> };

/** Languages that come with the gate, each a file of its own that is fetched when a page asks for it. */
const files: Record<string, () => Promise<{ words: LocaleWords }>> = {
  en: () => import('./locales/en.js'),
  ne: () => import('./locales/ne.js'),
  vi: () => import('./locales/vi.js'),
  zh: () => import('./locales/zh.js'),
};
const registered: Record<string, LocaleWords> = {};

/**
 * Gives a language words of the site's own: over those that come with the gate (`registerLocale('ko', { title: '…' })`), or for a
 * language that it lacks. `lang` is a BCP 47 tag or its first part. Takes effect when a gate opens next.
 */
export function registerLocale(lang: string, words: LocaleWords): void {
  registered[lang.toLowerCase()] = words;
}

/**
 * The words for a language tag: the tag's own, its language's, and Korean for what they lack; and the language that they are in.
 * Rejects where a file cannot be had.
 */
export async function wordsFor(tag: string): Promise<{ words: Words; lang: string }> {
  const lang = tag.toLowerCase();
  const language = lang.split('-')[0]!;
  const file = files[language];
  const layers = [file && (await file()).words, registered[language], registered[lang]].filter((words) => words !== undefined);
  let words: Words = korean;
  // a loop, because in pages with Prototype.js before 1.7.1 `reduce` is another one
  for (const layer of layers) words = over(words, layer);
  return { words, lang: layers.length > 0 ? tag : 'ko' };
}

/** Words over words, by name or by place. */
const over = <Under extends object>(under: Under, words: LocaleWords = []): Under =>
  Object.fromEntries(
    Object.entries(under).map(([name, word], place) => {
      const own = words[(Array.isArray(words) ? place : name) as keyof LocaleWords] as LocaleWords | undefined;
      return [name, typeof word === 'string' ? (own ?? word) : over(word, own)];
    }),
  ) as Under;
