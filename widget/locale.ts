import { korean, type Words } from './words.js';

/** What a language has of the gate's words, in the same shape; for the rest Korean steps in. */
export type LocaleWords = { readonly [Word in keyof Words]?: Words[Word] extends string ? string : Partial<Words[Word]> };

/** Languages that come with the gate, each a file of its own that is fetched when a page asks for it. */
const files: Record<string, () => Promise<{ words: LocaleWords }>> = {
  en: () => import('./locales/en.js'),
};
const registered: Record<string, LocaleWords> = {};

/**
 * Gives a language words of the site's own: over those that come with the gate (`registerLocale('ko', { title: '…' })`), or for a
 * language that it lacks. `lang` is a BCP 47 tag or its first part. Takes effect when a gate opens next.
 */
export function registerLocale(lang: string, words: LocaleWords): void {
  registered[lang.toLowerCase()] = words;
}

/** The words for a language tag: the tag's own, its language's, and Korean for what they lack. Rejects where a file cannot be had. */
export async function wordsFor(tag: string): Promise<Words> {
  const lang = tag.toLowerCase();
  const language = lang.split('-')[0]!;
  const file = files[language];
  return [file && (await file()).words, registered[language], registered[lang]].reduce(over, korean);
}

/** Words over words, one level deep, which is as deep as they go. */
const over = (under: Words, words: LocaleWords | undefined): Words =>
  Object.fromEntries(
    Object.entries(under).map(([name, word]) => {
      const own = words?.[name as keyof Words];
      return [name, typeof word === 'string' ? (own ?? word) : { ...word, ...(own as object) }];
    }),
  ) as Words;
