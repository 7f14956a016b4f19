/**
 * The hash chain that makes a change to the evidence visible: each entry's hash covers all of its fields and the hash
 * of the entry before. It uses no secret on purpose: a secret would bind only those who do not run the verifier, while
 * a download that a third party keeps binds everybody (`earlier.ts`).
 */
import { createHash } from 'node:crypto';
import type { Chain, Entry, Evidence } from './evidence.js';
import { formatVersion, hashedFields } from './fields.js';

/** Makes evidence the next entry of a chain. */
export function chained(evidence: Evidence, last: Pick<Chain, 'entries' | 'hash'> | undefined): Entry {
  const linked = {
    ...evidence,
    version: formatVersion,
    entry: (last?.entries ?? 0) + 1,
    previous: last?.hash ?? '',
  };
  return { ...linked, hash: hashOf(linked) };
}

/** The first fault of a chain in one sentence, or `undefined` when it is complete and unchanged. */
export function fault({ entries, removed, hash }: Chain, kept: readonly Entry[]): string | undefined {
  let expected = removed + 1;
  let previous = removed === 0 ? '' : undefined;
  for (const one of kept) {
    if (one.entry !== expected) return `entry ${expected} is missing`;
    if (previous !== undefined && one.previous !== previous)
      return `entry ${one.entry} does not follow the one before it`;
    if (one.version > formatVersion) return `entry ${one.entry} has the unknown format version ${one.version}`;
    if (one.hash !== hashOf(one)) return `entry ${one.entry} was changed`;
    expected = one.entry + 1;
    previous = one.hash;
  }
  if (expected !== entries + 1) return `entry ${expected} is missing`;
  return previous !== undefined && previous !== '' && previous !== hash
    ? `entry ${entries} is not the one that was written`
    : undefined;
}

const hashOf = (one: Omit<Entry, 'hash'>): string =>
  createHash('sha256')
    .update(JSON.stringify(hashedFields(one.version).map((name) => (one as Entry)[name])))
    .digest('hex');
