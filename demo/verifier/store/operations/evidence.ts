import type { Chain, DayCount, Entry, EvidenceLog, EvidenceQuery } from '../../evidence/evidence.js';
import { ahead } from '../../domain/korean-time.js';
import { rows, run, type Engine } from '../operation.js';

const entry = `site, ref, entry, at, course, class, kind, number, method, attempt_number AS "attemptNumber", status, reason, upstream,
  transaction_id AS "transaction", ip, user_agent AS "userAgent", previous, hash`;

/** What a query and an entry to go on after ask of a row. */
function asked({ site, learner, course, from, to }: EvidenceQuery, after?: Pick<Entry, 'at' | 'ref' | 'entry'>) {
  const conditions: [sql: string, ...parameters: unknown[]][] = [['site = ?', site]];
  if (learner !== undefined) conditions.push(['ref = ?', learner]);
  if (course !== undefined) conditions.push(['course = ?', course]);
  if (from !== undefined) conditions.push(['at >= ?', from]);
  if (to !== undefined) conditions.push(['at < ?', to]);
  if (after) conditions.push(['(at, ref, entry) > (?, ?, ?)', after.at, after.ref, after.entry]);
  return {
    where: conditions.map(([sql]) => sql).join(' AND '),
    parameters: conditions.flatMap(([, ...given]) => given),
  };
}

export const evidence = ({ read, whole }: Engine): EvidenceLog => ({
  evidence(query, most, after) {
    const { where, parameters } = asked(query, after);
    return read(() =>
      rows<Entry>(`SELECT ${entry} FROM evidence WHERE ${where} ORDER BY at, ref, entry LIMIT ?`, ...parameters, most),
    );
  },
  latestEvidence(query, most, skip) {
    const { where, parameters } = asked(query);
    return read(() =>
      rows<Entry>(
        `SELECT ${entry} FROM evidence WHERE ${where} ORDER BY at DESC, ref DESC, entry DESC LIMIT ? OFFSET ?`,
        ...parameters,
        most,
        skip,
      ),
    );
  },
  evidenceByDay(query) {
    const { where, parameters } = asked(query);
    const day = `(at + ${ahead}) / 86400000`;
    return read(() =>
      rows<DayCount>(
        `SELECT ${day} AS day, status, COUNT(*) AS count FROM evidence WHERE ${where} GROUP BY ${day}, status ORDER BY day, status`,
        ...parameters,
      ),
    );
  },
  chains: (most, after = { site: '', ref: '' }) =>
    read(() =>
      rows<Chain>(
        'SELECT site, ref, entries, forgotten, hash FROM evidence_chains WHERE (site, ref) > (?, ?) ORDER BY site, ref LIMIT ?',
        after.site,
        after.ref,
        most,
      ),
    ),
  chain: ({ site, ref }) =>
    read(() => rows<Entry>(`SELECT ${entry} FROM evidence WHERE site = ? AND ref = ? ORDER BY entry`, site, ref)),
  forgetEvidence: (before) =>
    whole(['evidence retention'], function* () {
      // up to the first entry that is kept; clocks may have gone back within a chain
      yield* run(
        `UPDATE evidence_chains SET forgotten = COALESCE(
           (SELECT MIN(entry) - 1 FROM evidence e WHERE e.site = evidence_chains.site AND e.ref = evidence_chains.ref AND at >= ?),
           (SELECT MAX(entry) FROM evidence e WHERE e.site = evidence_chains.site AND e.ref = evidence_chains.ref))
         WHERE (site, ref) IN (SELECT site, ref FROM evidence WHERE at < ?)`,
        before,
        before,
      );
      yield* run(
        `DELETE FROM evidence WHERE at < ?
           AND entry <= (SELECT forgotten FROM evidence_chains c WHERE c.site = evidence.site AND c.ref = evidence.ref)`,
        before,
      );
      yield* run('DELETE FROM operator_looks WHERE at < ?', before);
    }),
});
