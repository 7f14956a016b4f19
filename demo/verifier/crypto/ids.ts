import { randomBytes } from 'node:crypto';

/** What an id names; the prefix makes a stray id in a report recognisable. */
type Prefix = 'op' | 'se' | 'ch' | 'ck' | 'vf' | 'rg' | 'dv' | 'br' | 'lt';

/** A new id that cannot be guessed (192 random bits), because knowing a session or challenge id is being allowed to use it. */
export const newId = (prefix: Prefix): string => `${prefix}_${randomBytes(24).toString('base64url')}`;
