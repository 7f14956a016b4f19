import { koreanOffsetMs } from '../../domain/korean-time.js';
import type { Chain, DayCount, Erasure, EvidenceTable, StoredEntry, StoredQuery } from '../../evidence/evidence.js';
import type { BatchingEngine } from '../engine.js';
import { row, rows, run, type RawOperation } from '../operation.js';
import { and, inList, raw, sql, type Statement } from '../sql.js';

/** The columns of a {@link StoredEntry}. */
export const entryColumns = raw(`
  site, ref, entry, at, course, class, kind, number, method, attempt_number AS "attemptNumber", status, reason, upstream,
  transaction_id AS "transaction", version, COALESCE(commitment, '') AS commitment, previous, hash, sealed,
  ip_hash AS "ipHash", key_version AS "keyVersion", erased_at AS "erasedAt"`);

/** Chains that one step of retention shortens. */
const chainsPerStep = 200;

/** The condition of a query, for entries after the entry `after`. */
function matches(
  { site, learner, course, ipHashes, from, to, restricted = false }: StoredQuery,
  after?: Pick<StoredEntry, 'at' | 'ref' | 'entry'>,
): Statement {
  return and([
    sql`site = ${site} AND erased_at IS NULL`,
    ...(learner === undefined ? [] : [sql`ref = ${learner}`]),
    ...(course === undefined ? [] : [sql`course = ${course}`]),
    ...(ipHashes === undefined ? [] : [sql`ip_hash IN ${inList(ipHashes)}`]),
    ...(from === undefined ? [] : [sql`at >= ${from}`]),
    ...(to === undefined ? [] : [sql`at < ${to}`]),
    ...(restricted
      ? []
      : [
          sql`NOT EXISTS (SELECT 1 FROM learners l
            WHERE l.site = evidence.site AND l.id = evidence.ref AND evidence.entry <= l.restricted_entry)`,
        ]),
    ...(after === undefined ? [] : [sql`(at, ref, entry) > (${after.at}, ${after.ref}, ${after.entry})`]),
  ]);
}

/** The day in Korea, counted from 1970-01-01. */
const day = raw(`(at + ${koreanOffsetMs}) / 86400000`);

/**
 * Removes the entries of a chain before the first one that is kept; clocks may have gone back within a chain. The
 * caller has found that the first entry is old.
 */
function* shorten({ site, ref }: Pick<Chain, 'site' | 'ref'>, before: number, now: number): RawOperation<void> {
  const found = yield* row<{ last: number; hash: string }>(sql`
    SELECT entry AS last, hash FROM evidence WHERE site = ${site} AND ref = ${ref} AND entry = COALESCE(
      (SELECT MIN(entry) - 1 FROM evidence WHERE site = ${site} AND ref = ${ref} AND at >= ${before}),
      (SELECT MAX(entry) FROM evidence WHERE site = ${site} AND ref = ${ref}))`);
  if (!found) return;
  const { last, hash } = found;
  yield* run(sql`
    INSERT INTO erasures (site, ref, first_entry, last_entry, hash, order_id, reason, at, kept_ms)
    SELECT site, ref, 1, MAX(entry), ${hash}, 'retention', 'retention', ${now}, ${now} - MAX(at)
    FROM evidence WHERE site = ${site} AND ref = ${ref} AND entry <= ${last} GROUP BY site, ref
    ON CONFLICT (site, ref, order_id, first_entry)
    DO UPDATE SET last_entry = excluded.last_entry, hash = excluded.hash, at = excluded.at,
      kept_ms = CASE WHEN erasures.kept_ms < excluded.kept_ms THEN erasures.kept_ms ELSE excluded.kept_ms END`);
  yield* run(sql`UPDATE evidence_chains SET removed = ${last} WHERE site = ${site} AND ref = ${ref}`);
  yield* run(sql`DELETE FROM evidence WHERE site = ${site} AND ref = ${ref} AND entry <= ${last}`);
}

export const evidence = ({ read, atomic }: BatchingEngine): EvidenceTable => ({
  evidence: (query, limit, after) =>
    read(() =>
      rows<StoredEntry>(sql`
        SELECT ${entryColumns} FROM evidence WHERE ${matches(query, after)} ORDER BY at, ref, entry LIMIT ${limit}`),
    ),
  latestEvidence: (query, limit, skip) =>
    read(() =>
      rows<StoredEntry>(sql`
        SELECT ${entryColumns} FROM evidence WHERE ${matches(query)}
        ORDER BY at DESC, ref DESC, entry DESC LIMIT ${limit} OFFSET ${skip}`),
    ),
  evidenceByDay: (query) =>
    read(() =>
      rows<DayCount>(sql`
        SELECT ${day} AS day, status, COUNT(*) AS count FROM evidence WHERE ${matches(query)}
        GROUP BY ${day}, status ORDER BY day, status`),
    ),
  chains: (limit, after = { site: '', ref: '' }) =>
    read(() =>
      rows<Chain>(sql`
        SELECT site, ref, entries, removed, hash FROM evidence_chains
        WHERE (site, ref) > (${after.site}, ${after.ref}) ORDER BY site, ref LIMIT ${limit}`),
    ),
  chain: ({ site, ref }) =>
    read(() =>
      rows<StoredEntry>(sql`
        SELECT ${entryColumns} FROM evidence WHERE site = ${site} AND ref = ${ref} ORDER BY entry`),
    ),
  erasures: ({ site, ref }) =>
    read(() =>
      rows<Erasure>(sql`
        SELECT site, ref, first_entry AS first, last_entry AS last, hash, order_id AS "order", reason, at,
          kept_ms AS "keptMs"
        FROM erasures WHERE site = ${site} AND ref = ${ref} ORDER BY at, first_entry`),
    ),
  removeEvidence: (before, now, site) =>
    atomic(['evidence retention'], function* () {
      const old = and([sql`at < ${before}`, ...(site === undefined ? [] : [sql`site = ${site}`])]);
      const chains = yield* rows<Chain>(sql`
        SELECT site, ref FROM evidence
        WHERE ${old} AND entry =
          (SELECT removed + 1 FROM evidence_chains c WHERE c.site = evidence.site AND c.ref = evidence.ref)
        ORDER BY site, ref LIMIT ${chainsPerStep}`);
      for (const chain of chains) yield* shorten(chain, before, now);
      if (chains.length < chainsPerStep)
        for (const table of ['operator_audit', 'restricted_access'])
          yield* run(sql`DELETE FROM ${raw(table)} WHERE ${old}`);
      return chains.length === chainsPerStep;
    }),
});
