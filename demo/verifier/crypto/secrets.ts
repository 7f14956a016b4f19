/** The secrets that sites and operators authenticate with. The store knows them by their hashes only. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * A new secret of 256 random bits: enough entropy for a plain hash to protect it. It begins with a letter, so that no
 * command takes it for an option.
 */
export const newSecret = (): string => `sk_${randomBytes(32).toString('base64url')}`;

const sha256 = (text: string) => createHash('sha256').update(text);

/** The hash under which the store keeps a secret. */
export const hashSecret = (secret: string): string => sha256(secret).digest('hex');

/** The first 12 characters of a secret's hash: its name in lists, commands and logs. */
export const fingerprint = (hash: string): string => hash.slice(0, 12);

/** Compares two secrets in a time that depends neither on where they differ nor on their lengths. */
export const isSameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(sha256(one).digest(), sha256(other).digest());
