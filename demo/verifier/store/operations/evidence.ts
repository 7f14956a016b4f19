import { koreanOffsetMs } from '../../domain/korean-time.js';
import type { Chain, DayCount, Entry, EvidenceLog, EvidenceQuery } from '../../evidence/evidence.js';
import { selectedColumns } from '../../evidence/fields.js';
import type { BatchingEngine } from '../engine.js';
import { rows, run } from '../operation.js';
import { and, raw, sql, type Statement } from '../sql.js';

const columns = raw(selectedColumns);

/** The condition of a query, for entries after the entry `after`. */
function matches(
  { site, learner, course, from, to }: EvidenceQuery,
  after?: Pick<Entry, 'at' | 'ref' | 'entry'>,
): Statement {
  return and([
    sql`site = ${site}`,
    ...(learner === undefined ? [] : [sql`ref = ${learner}`]),
    ...(course === undefined ? [] : [sql`course = ${course}`]),
    ...(from === undefined ? [] : [sql`at >= ${from}`]),
    ...(to === undefined ? [] : [sql`at < ${to}`]),
    ...(after === undefined ? [] : [sql`(at, ref, entry) > (${after.at}, ${after.ref}, ${after.entry})`]),
  ]);
}

/** The day in Korea, counted from 1970-01-01. */
const day = raw(`(at + ${koreanOffsetMs}) / 86400000`);

export const evidence = ({ read, atomic }: BatchingEngine): EvidenceLog => ({
  evidence: (query, limit, after) =>
    read(() =>
      rows<Entry>(sql`
        SELECT ${columns} FROM evidence WHERE ${matches(query, after)} ORDER BY at, ref, entry LIMIT ${limit}`),
    ),
  latestEvidence: (query, limit, skip) =>
    read(() =>
      rows<Entry>(sql`
        SELECT ${columns} FROM evidence WHERE ${matches(query)}
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
    read(() => rows<Entry>(sql`SELECT ${columns} FROM evidence WHERE site = ${site} AND ref = ${ref} ORDER BY entry`)),
  removeEvidence: (before, site) =>
    atomic(['evidence retention'], function* () {
      const old = and([sql`at < ${before}`, ...(site === undefined ? [] : [sql`site = ${site}`])]);
      // up to the first entry that is kept; clocks may have gone back within a chain
      yield* run(sql`
        UPDATE evidence_chains SET removed = COALESCE(
          (SELECT MIN(entry) - 1 FROM evidence e
           WHERE e.site = evidence_chains.site AND e.ref = evidence_chains.ref AND at >= ${before}),
          (SELECT MAX(entry) FROM evidence e WHERE e.site = evidence_chains.site AND e.ref = evidence_chains.ref))
        WHERE (site, ref) IN (SELECT site, ref FROM evidence WHERE ${old})`);
      yield* run(sql`
        DELETE FROM evidence WHERE ${old}
          AND entry <= (SELECT removed FROM evidence_chains c WHERE c.site = evidence.site AND c.ref = evidence.ref)`);
      yield* run(sql`DELETE FROM operator_audit WHERE ${old}`);
    }),
});
