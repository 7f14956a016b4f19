import type { LocaleWords } from './locale-words.js';
import { korean, type Words } from './words.js';

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
 * language that it lacks; `methods` holds the sentences of the other methods (`{ methods: { phone: { open: '…' } } }`). `lang` is a BCP 47
 * tag or its first part. Takes effect when a gate opens next.
 */
export function registerLocale(lang: string, words: LocaleWords): void {
  registered[lang.toLowerCase()] = words;
}

/**
 * The words for a language tag: the tag's own, its language's, and Korean for what they lack; and the language that they are in.
 * Rejects where a file cannot be had.
 */
export async function wordsFor(tag: string): Promise<{ words: Words; lang: string }> {
  const layers = await layersFor(tag, files);
  return { words: overlay(korean, layers), lang: layers.length > 0 ? tag : 'ko' };
}

/** What there is for a language tag, the lowest layer first: a file's words, the site's for the language, the site's for the tag. */
export async function layersFor(tag: string, from: typeof files): Promise<LocaleWords[]> {
  const lang = tag.toLowerCase();
  const language = lang.split('-')[0]!;
  return [(await from[language]?.())?.words, registered[language], registered[lang]].filter(
    (words) => words !== undefined,
  );
}

/** Words under layers of other words. */
export function overlay<Under extends object>(words: Under, layers: (object | undefined)[]): Under {
  // a loop, because in pages with Prototype.js before 1.7.1 `reduce` is another one
  for (const layer of layers) words = overlayWords(words, layer);
  return words;
}

/** Words over words, by name or by place. */
const overlayWords = <Under extends object>(under: Under, words: object = []): Under =>
  Object.fromEntries(
    Object.entries(under).map(([name, word], place) => {
      const own = words[(Array.isArray(words) ? place : name) as keyof object] as object | undefined;
      return [name, typeof word === 'string' ? (own ?? word) : overlayWords(word, own)];
    }),
  ) as Under;
