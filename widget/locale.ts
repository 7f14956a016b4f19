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
  // beside the language's file, not behind it
  const [layers] = await Promise.all([layersFor(tag, files), /^ko/i.test(tag) || import('./overlay.js')]);
  const words = { ...korean, ...(further && { further }) };
  if (layers.length === 0) return { words, lang: 'ko' };
  const { overlay } = await import('./overlay.js');
  return { words: overlay(words, layers), lang: tag };
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
