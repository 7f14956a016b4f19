/**
 * The chain that makes a change to the evidence visible: each entry's hash covers all of it and the hash of the entry before. Without a
 * secret, on purpose: that would bind only those who do not run the verifier, while a download that somebody else keeps binds everybody
 * (`earlier.ts`).
 */
import { createHash } from 'node:crypto';
import type { Chain, Entry, Evidence } from './evidence.js';

/** Makes evidence the next entry of a chain. */
export function chained(evidence: Evidence, last: Pick<Chain, 'entries' | 'hash'> | undefined): Entry {
  const linked = { ...evidence, entry: (last?.entries ?? 0) + 1, previous: last?.hash ?? '' };
  return { ...linked, hash: hashOf(linked) };
}

/** What is wrong with a chain, in one sentence, or `undefined` when it is whole. */
export function fault({ entries, forgotten, hash }: Chain, kept: readonly Entry[]): string | undefined {
  let expected = forgotten + 1;
  let previous = forgotten === 0 ? '' : undefined;
  for (const one of kept) {
    if (one.entry !== expected) return `entry ${expected} is missing`;
    if (previous !== undefined && one.previous !== previous)
      return `entry ${one.entry} does not follow the one before it`;
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
    .update(
      JSON.stringify([
        one.previous,
        one.site,
        one.ref,
        one.entry,
        one.at,
        one.course,
        one.class,
        one.kind,
        one.number,
        one.method,
        one.attemptNumber,
        one.status,
        one.reason,
        one.upstream,
        one.transaction,
        one.ip,
        one.userAgent,
      ]),
    )
    .digest('hex');
