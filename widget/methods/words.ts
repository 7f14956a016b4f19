import { laid, layersFor, type LocaleWords } from '../locale.js';
import type { korean as captcha } from './captcha/words.js';
import type { IdentityWords } from './phone/words.js';
import type { korean as webOtp } from './web-otp/words.js';

/** The sentences of each way to verify that has some of its own, by the way's name on the wire. */
export interface WayWords {
  phone: IdentityWords;
  ipin: IdentityWords;
  'web-otp': typeof webOtp;
  captcha: typeof captcha;
}

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
