import { identityCheck } from './identity-check.js';
import { korean } from './words.js';

/** Phone identity check: a provider asks for carrier, name, birth date, number and the code of a text message. */
export const phone = identityCheck(korean);
