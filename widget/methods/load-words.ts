import { layersFor } from '../locale.js';
import type { LocaleWords } from '../locale-words.js';
import { overlay } from '../overlay.js';
import type { MethodWords } from './method-words.js';

/** The languages' files, one for all methods. */
const files: Record<string, () => Promise<{ words: LocaleWords }>> = {
  en: () => import('./locales/en.js'),
  ne: () => import('./locales/ne.js'),
  vi: () => import('./locales/vi.js'),
  zh: () => import('./locales/zh.js'),
};

/** Loads a method's words for a language tag, laid over its Korean ones. Rejects where a file cannot be loaded. */
export async function loadMethodWords<Id extends keyof MethodWords>(
  id: Id,
  tag: string,
  korean: MethodWords[Id],
): Promise<MethodWords[Id]> {
  const layers = await layersFor(tag, files);
  return overlay(
    korean,
    layers.map((words) => ('methods' in words ? words.methods?.[id] : undefined)),
  );
}
