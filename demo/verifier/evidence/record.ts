/**
 * The salted commitment to a piece of evidence, a leaf hash of RFC 6962 §2.1: SHA-256(0x00 || salt || record). With
 * salt and data erased it reveals nothing, and what was built on it stays provable.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Entry, Evidence } from './evidence.js';
import { recordedFields } from './fields.js';

/** Evidence with its number and the version of its format. */
type Recorded = Evidence & Pick<Entry, 'entry' | 'version'>;

/** A new salt of 128 bits, as hex. */
export const newSalt = (): string => randomBytes(16).toString('hex');

/**
 * The canonical record: the JSON array of the format version and the fields that it covers, in their order, as
 * `JSON.stringify` of ECMAScript writes it, in UTF-8.
 */
export const canonicalRecord = (entry: Recorded): string =>
  JSON.stringify([entry.version, ...recordedFields(entry.version).map((name) => entry[name])]);

/** The leaf hash of an entry under a salt (hex), as hex. */
export const commitmentOf = (entry: Recorded, salt: string): string =>
  createHash('sha256').update('\0').update(Buffer.from(salt, 'hex')).update(canonicalRecord(entry)).digest('hex');

/** The hash of an entry of a chain: the node hash of RFC 6962 §2.1 over the hash before (hex, or empty) and its leaf. */
export const linkHash = (previous: string, commitment: string): string =>
  createHash('sha256')
    .update('\x01')
    .update(Buffer.from(previous, 'hex'))
    .update(Buffer.from(commitment, 'hex'))
    .digest('hex');
