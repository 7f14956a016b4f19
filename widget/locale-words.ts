import type { MethodWords } from './methods/method-words.js';
import type { Words } from './words.js';

/**
 * Translations of the gate's words, in the same shape, with the words of each method under `methods`; missing ones
 * fall back to Korean. The build turns the languages' files into lists in the order of the Korean words, which saves a
 * third of their bytes.
 */
export type LocaleWords =
  (Some<Words> & { readonly methods?: { readonly [Id in keyof MethodWords]?: Some<MethodWords[Id]> | List } }) | List;
type Some<Named> = { readonly [Word in keyof Named]?: Named[Word] extends string ? string : Some<Named[Word]> };
type List = readonly unknown[];
