import { phone } from '../phone/phone.js';
import { korean } from './words.js';

/** i-PIN: an issuer asks for an id and a password instead of a phone. */
export const ipin: typeof phone = { ...phone, words: korean };
