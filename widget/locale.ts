import type { LocaleWords } from './locale-words.js';
import { korean, type Words } from './words.js';

/** The languages that come with the gate, each a file of its own that is fetched when a page uses it. */
const files: Record<string, () => Promise<{ words: LocaleWords }>> = {
  en: () => import('./locales/en.js'),
  ne: () => import('./locales/ne.js'),
  vi: () => import('./locales/vi.js'),
  zh: () => import('./locales/zh.js'),
};
const registered: Record<string, LocaleWords> = {};

/**
 * Registers a site's own words: over those that come with the gate (`registerLocale('ko', { title: '…' })`), or for a
 * further language; `methods` holds the words of each method (`{ methods: { phone: { open: '…' } } }`). `lang` is a
 * BCP 47 tag or its first part. Takes effect when a gate opens next.
 */
export function registerLocale(lang: string, words: LocaleWords): void {
  registered[lang.toLowerCase()] = words;
}

/**
 * The words for a language tag, and the language that they are in. The tag's own words come first, then its language's,
 * then Korean. Rejects where a file cannot be loaded.
 */
export async function wordsFor(tag: string, further?: Words['further']): Promise<{ words: Words; lang: string }> {
  const layers = await layersFor(tag, files);
  return { words: overlay({ ...korean, ...(further && { further }) }, layers), lang: layers.length > 0 ? tag : 'ko' };
}

/**
 * The words for a language tag, lowest layer first: the file's, the site's for the language, the site's for the tag.
 */
export async function layersFor(tag: string, from: typeof files): Promise<LocaleWords[]> {
  const lang = tag.toLowerCase();
  const language = lang.split('-')[0]!;
  return [(await from[language]?.())?.words, registered[language], registered[lang]].filter(
    (words) => words !== undefined,
  );
}

/** Words with layers of other words laid over them. */
export function overlay<Base extends object>(words: Base, layers: (object | undefined)[]): Base {
  // a loop, because Prototype.js before 1.7.1 replaces `reduce`
  for (const layer of layers) words = overlayWords(words, layer);
  return words;
}

/** Overlays one layer, matching words by name or by position. */
const overlayWords = <Base extends object>(base: Base, words: object = []): Base =>
  Object.fromEntries(
    Object.entries(base).map(([name, word], position) => {
      const other = words[(Array.isArray(words) ? position : name) as keyof object] as object | undefined;
      return [name, typeof word === 'string' ? (other ?? word) : overlayWords(word, other)];
    }),
  ) as Base;
