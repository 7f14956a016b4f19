import type { MethodWords } from './methods/method-words.js';
import type { Words } from './words.js';

/**
 * What a language has of the gate's words, in the same shape, and under `methods` the sentences of each method; for the rest Korean steps
 * in. The build leaves the names out of the languages' files, a third of their bytes: there the sentences are lists in the order of
 * the Korean ones.
 */
export type LocaleWords =
  (Some<Words> & { readonly methods?: { readonly [Id in keyof MethodWords]?: Some<MethodWords[Id]> | List } }) | List;
type Some<Named> = { readonly [Word in keyof Named]?: Named[Word] extends string ? string : Some<Named[Word]> };
type List = readonly unknown[];
