import { laid, layersFor } from '../locale.js';
import type { LocaleWords } from '../locale-words.js';
import type { WayWords } from './way-words.js';

/** The languages' files, one for all ways. */
const files: Record<string, () => Promise<{ words: LocaleWords }>> = {
  en: () => import('./locales/en.js'),
  ne: () => import('./locales/ne.js'),
  vi: () => import('./locales/vi.js'),
  zh: () => import('./locales/zh.js'),
};

/** The sentences of one way for a language tag, over its Korean ones. Rejects where a file cannot be had. */
export async function wayWords<Way extends keyof WayWords>(
  way: Way,
  tag: string,
  korean: WayWords[Way],
): Promise<WayWords[Way]> {
  const layers = await layersFor(tag, files);
  return laid(
    korean,
    layers.map((words) => ('ways' in words ? words.ways?.[way] : undefined)),
  );
}
