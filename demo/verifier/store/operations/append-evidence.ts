import type { AttemptState } from '../../domain/model.js';
import { chained } from '../../evidence/chain.js';
import type { Chain, SealedFacts } from '../../evidence/evidence.js';
import { sharedChange, sharedInsert, type SharedStatement } from '../batching/shared-statement.js';
import { sql } from '../sql.js';

/** The outcome of an attempt; `passed` moves the session on to its next check. */
interface AttemptOutcome {
  status: string;
  reason: string | null;
  passed: boolean;
}

/** The attempts of a session so far, and the end of its learner's chain; `null` when there is no chain yet. */
export type ChainHead = { attempts: number } & { [of in keyof Pick<Chain, 'entries' | 'hash'>]: Chain[of] | null };

/** The columns of a {@link ChainHead}; `s` is the session, `e` its learner's chain. */
export const chainHeadColumns = sql`s.attempts, e.entries, e.hash`;

const addEntry = sharedInsert(
  'evidence',
  'site TEXT, ref TEXT, entry INTEGER, at BIGINT, course TEXT, class TEXT, kind TEXT, number INTEGER, method TEXT, ' +
    'attempt_number INTEGER, status TEXT, reason TEXT, upstream TEXT, transaction_id TEXT, ip TEXT, version INTEGER, ' +
    'commitment TEXT, previous TEXT, hash TEXT, sealed TEXT, ip_hash TEXT, key_version INTEGER',
);
const setChainHead = sharedInsert(
  'evidence_chains',
  'site TEXT, ref TEXT, entries INTEGER, hash TEXT',
  'ON CONFLICT (site, ref) DO UPDATE SET entries = excluded.entries, hash = excluded.hash',
);
const updateSession = sharedChange(
  'id TEXT, attempts INTEGER, position INTEGER',
  sql`UPDATE sessions SET attempts = input.attempts, position = input.position FROM input WHERE sessions.id = input.id`,
);

/**
 * Counts an attempt of a session and appends its evidence to the learner's chain. The caller holds the learner's lock.
 */
export function appendEvidence(
  { challenge, session }: Pick<AttemptState, 'challenge' | 'session'>,
  { status, reason, passed }: AttemptOutcome,
  { salt, sealed, ipHash, keyVersion, ...facts }: SealedFacts,
  head: ChainHead,
): SharedStatement[] {
  const { id, site, ref, due, position } = session;
  const { course, class: classCode, kind, number = null } = due[challenge.position]!;
  const { method } = challenge;
  const attemptNumber = head.attempts + 1;
  const last = head.entries === null || head.hash === null ? undefined : { entries: head.entries, hash: head.hash };
  const evidence = { site, course, class: classCode, kind, number, method, attemptNumber, status, reason, ...facts };
  const { entry, version, commitment, previous, hash } = chained(evidence, salt, last);
  const { at, upstream, transaction } = facts;
  return [
    updateSession(id, attemptNumber, position + (passed ? 1 : 0)),
    addEntry(
      site,
      ref,
      entry,
      at,
      course,
      classCode,
      kind,
      number,
      method,
      attemptNumber,
      status,
      reason,
      upstream,
      transaction,
      '',
      version,
      commitment,
      previous,
      hash,
      sealed,
      ipHash,
      keyVersion,
    ),
    setChainHead(site, ref, entry, hash),
  ];
}
