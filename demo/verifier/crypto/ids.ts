import { randomBytes } from 'node:crypto';

/** The kind of object an id belongs to; the prefix makes an id recognisable in a report. */
type Prefix = 'op' | 'se' | 'ch' | 'ck' | 'vf' | 'rg' | 'dv' | 'br' | 'lt' | 'ss' | 'ad' | 'dk' | 'ln' | 'er';

/** A new id of 192 random bits. Session and challenge ids are capabilities, so they must not be guessable. */
export const newId = (prefix: Prefix): string => `${prefix}_${randomBytes(24).toString('base64url')}`;
