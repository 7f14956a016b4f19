import { chained } from '../../evidence/chain.js';
import type { Chain, RequestFacts } from '../../evidence/evidence.js';
import type { AttemptState } from '../../domain/model.js';
import { change, insertion, type Statement } from '../operation.js';

/** How an attempt ended, and whether the session moves on to its next check with it. */
interface AttemptEnd {
  status: string;
  reason: string | null;
  passed: boolean;
}

/** What the next piece of evidence follows: how many attempts the session has had, and the end of its learner's chain, if there is one. */
export type ChainHead = { attempts: number } & { [of in keyof Pick<Chain, 'entries' | 'hash'>]: Chain[of] | null };

/** The columns of a {@link ChainHead}; `s` is the session, `e` its learner's chain. */
export const chainHeadColumns = 's.attempts, e.entries, e.hash';

const addEntry = insertion(
  'evidence',
  'site TEXT, ref TEXT, entry INTEGER, at BIGINT, course TEXT, class TEXT, kind TEXT, number INTEGER, method TEXT, attempt_number INTEGER, status TEXT, ' +
    'reason TEXT, upstream TEXT, transaction_id TEXT, ip TEXT, user_agent TEXT, previous TEXT, hash TEXT',
);
const endChain = insertion(
  'evidence_chains',
  'site TEXT, ref TEXT, entries INTEGER, hash TEXT',
  'ON CONFLICT (site, ref) DO UPDATE SET entries = excluded.entries, hash = excluded.hash',
);
const moveSession = change(
  'id TEXT, attempts INTEGER, position INTEGER',
  'UPDATE sessions SET attempts = asked.attempts, position = asked.position FROM asked WHERE sessions.id = asked.id',
);

/** Counts an attempt of a session and adds the evidence of it to its learner's chain, for operations that hold the learner's lock. */
export function appendEvidence(
  { challenge, session }: Pick<AttemptState, 'challenge' | 'session'>,
  { status, reason, passed }: AttemptEnd,
  witness: RequestFacts,
  tail: ChainHead,
): Statement[] {
  const { id, site, ref, due, position } = session;
  const { course, class: of, kind, number = null } = due[challenge.position]!;
  const attemptNumber = tail.attempts + 1;
  const last = tail.entries === null || tail.hash === null ? undefined : { entries: tail.entries, hash: tail.hash };
  const one = chained(
    { site, ref, course, class: of, kind, number, method: challenge.method, attemptNumber, status, reason, ...witness },
    last,
  );
  return [
    moveSession(id, attemptNumber, position + (passed ? 1 : 0)),
    addEntry(
      site,
      ref,
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
      one.previous,
      one.hash,
    ),
    endChain(site, ref, one.entry, one.hash),
  ];
}
