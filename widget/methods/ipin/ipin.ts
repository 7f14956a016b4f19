import { loadMethodWords } from '../load-words.js';
import { method as phone } from '../phone/phone.js';
import { korean } from './words.js';

/** i-PIN: an issuer asks for an id and a password instead of a phone. */
export const method: typeof phone = { ...phone, words: (lang) => loadMethodWords('ipin', lang, korean) };
