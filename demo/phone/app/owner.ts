/** Whose app this is, to be recognised by the owner and by nobody else. */
import { hyphenated } from '../../identity/mobile-number.js';
import type { Person } from './state.js';

/** A name and number with their middle hidden: `홍*동 · 010-****-1234`. */
export const maskedOwner = ({ name, phone }: Person) => `${maskedName(name)} · ${maskedNumber(phone)}`;

/** The first and the last letter; of two letters the first. */
function maskedName(name: string) {
  const letters = [...name.replace(/\s+/g, '')];
  const last = letters.length > 2 ? letters.at(-1) : '';
  return `${letters[0]}*${last}`;
}

const maskedNumber = (phone: string) => hyphenated(phone).replace(/-\d+-/, '-****-');
