/**
 * The hash chain that makes a change to the evidence visible: each entry's hash covers its commitment and the hash of
 * the entry before. It uses no secret on purpose: a secret would bind only those who do not run the verifier, while a
 * download that a third party keeps binds everybody (`earlier.ts`).
 */
import { createHash } from 'node:crypto';
import { dayMs } from '../domain/korean-time.js';
import type { Chain, Entry, ErasedEntry, Erasure, Evidence } from './evidence.js';
import { formatVersion, hashedFields } from './fields.js';
import { commitmentOf, linkHash } from './record.js';

/** Makes evidence the next entry of a chain; `salt` is hex. */
export function chained(
  evidence: Evidence,
  salt: string,
  last: Pick<Chain, 'entries' | 'hash'> | undefined,
): Omit<Entry, 'learner'> {
  const numbered = { ...evidence, version: formatVersion, entry: (last?.entries ?? 0) + 1 };
  const commitment = commitmentOf(numbered, salt);
  const previous = last?.hash ?? '';
  return { ...numbered, salt, commitment, previous, hash: linkHash(previous, commitment) };
}

/**
 * The first fault of a chain in one sentence, or `undefined` when it is complete and unchanged. Each entry that is
 * missing from its start, or whose data is erased, needs a record of its erasure.
 */
export function fault(
  { entries, removed, hash }: Chain,
  kept: readonly (Entry | ErasedEntry)[],
  erasures: readonly Erasure[],
): string | undefined {
  const isRecorded = (entry: number) => erasures.some(({ first, last }) => first <= entry && entry <= last);
  for (let entry = 1; entry <= removed; entry++)
    if (!isRecorded(entry)) return `entry ${entry} was removed without a record of its erasure`;
  let expected = removed + 1;
  let previous = removed === 0 ? '' : erasures.find(({ last }) => last === removed)?.hash;
  for (const one of kept) {
    if (one.entry !== expected) return `entry ${expected} is missing`;
    if (previous !== undefined && one.previous !== previous)
      return `entry ${one.entry} does not follow the one before it`;
    if (one.version > formatVersion) return `entry ${one.entry} has the unknown format version ${one.version}`;
    if (isErased(one) && !isRecorded(one.entry)) return `entry ${one.entry} was erased without a record of its erasure`;
    if (!isUnchanged(one)) return `entry ${one.entry} was changed`;
    expected = one.entry + 1;
    previous = one.hash;
  }
  if (expected !== entries + 1) return `entry ${expected} is missing`;
  return previous !== undefined && previous !== '' && previous !== hash
    ? `entry ${entries} is not the one that was written`
    : undefined;
}

/** One sentence about entries that retention has removed before they were `days` old; `undefined`: there are none. */
export function removedEarly(erasures: readonly Erasure[], days: number): string | undefined {
  const early = erasures.find(({ keptMs }) => keptMs !== null && keptMs < days * dayMs);
  return early && `entries up to ${early.last} were removed before they were ${days} days old`;
}

const isErased = (one: Entry | ErasedEntry): one is ErasedEntry => 'erasedAt' in one;

function isUnchanged(one: Entry | ErasedEntry): boolean {
  // an erased entry of version 1 has its hash only: it covers the data
  if (isErased(one)) return one.version === 1 || one.hash === linkHash(one.previous, one.commitment);
  if (one.commitment !== commitmentOf(one, one.salt)) return false;
  return one.hash === (one.version === 1 ? hashOfVersion1(one) : linkHash(one.previous, one.commitment));
}

/** The hash of an entry of format version 1, which covers the data itself. */
export const hashOfVersion1 = (one: Evidence & Pick<Entry, 'entry' | 'previous'>): string =>
  createHash('sha256')
    .update(JSON.stringify(hashedFields.map((name) => one[name])))
    .digest('hex');
