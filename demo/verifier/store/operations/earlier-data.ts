import type { LearnerRef } from '../../domain/model.js';
import type { EarlierData, PlainEntry } from '../earlier-data.js';
import type { BatchingEngine } from '../engine.js';
import { row, rows, run } from '../operation.js';
import { raw, sql, type Statement } from '../sql.js';
import { dataKeyLock } from './learners.js';
import { learnerLock } from './sessions.js';

/** The tables with a learner; each chain of evidence has a row in `evidence_chains`. */
const tables = [
  'sessions',
  'method_failures',
  'verifications',
  'browsers',
  'identities',
  'evidence_chains',
  'evidence',
  'erasures',
];

const work = 'seal personal data';

const plainIn = (table: string): Statement => sql`
  SELECT DISTINCT x.site, x.ref FROM ${raw(table)} x
  WHERE NOT EXISTS (SELECT 1 FROM learners l WHERE l.site = x.site AND l.id = x.ref)`;

export const earlierData = ({ read, atomic }: BatchingEngine): EarlierData => ({
  hasPlainData: () =>
    read(function* () {
      return (yield* row(sql`SELECT 1 FROM unfinished_work WHERE name = ${work}`)) !== undefined;
    }),
  plainLearners: (limit) =>
    read(function* () {
      for (const table of tables.filter((name) => name !== 'evidence')) {
        const found = yield* rows<LearnerRef>(sql`${plainIn(table)} LIMIT ${limit}`);
        if (found.length > 0) return found;
      }
      return [];
    }),
  sealLearner: ({ site, ref }, refHash, { id, sealed, keyVersion, phoneHash, seenAt }, seal) =>
    atomic([dataKeyLock(site), learnerLock({ site, ref })], function* () {
      // another process may have been first
      if (yield* row(sql`SELECT 1 FROM learners WHERE site = ${site} AND ref_hash = ${refHash}`)) return false;
      yield* run(sql`
        INSERT INTO learners (site, id, ref_hash, key_version, sealed, phone_hash, seen_at)
        VALUES (${site}, ${id}, ${refHash}, ${keyVersion}, ${sealed}, ${phoneHash}, ${seenAt})`);
      const entries = yield* rows<PlainEntry>(sql`
        SELECT site, ref, entry, at, course, class, kind, number, method, attempt_number AS "attemptNumber", status,
          reason, upstream, transaction_id AS "transaction", ip, user_agent AS "userAgent", version, previous, hash
        FROM evidence WHERE site = ${site} AND ref = ${ref} AND sealed IS NULL AND erased_at IS NULL`);
      for (const entry of entries) {
        const { sealed: text, ipHash, keyVersion: version, commitment } = seal(entry);
        yield* run(sql`
          UPDATE evidence SET sealed = ${text}, ip_hash = ${ipHash}, key_version = ${version},
            commitment = ${commitment}, ip = '', user_agent = NULL
          WHERE site = ${site} AND ref = ${ref} AND entry = ${entry.entry}`);
      }
      for (const table of tables)
        yield* run(sql`UPDATE ${raw(table)} SET ref = ${id} WHERE site = ${site} AND ref = ${ref}`);
      return true;
    }),
  plainAuditEntries: (limit) =>
    read(() => rows(sql`SELECT DISTINCT site, learner, ip FROM operator_audit WHERE is_sealed = 0 LIMIT ${limit}`)),
  sealAuditEntries: (plain, { learner, ip, learnerId }) =>
    atomic([], () =>
      run(sql`
        UPDATE operator_audit SET learner = ${learner}, ip = ${ip}, learner_id = ${learnerId}, is_sealed = 1
        WHERE site = ${plain.site} AND learner = ${plain.learner} AND ip = ${plain.ip} AND is_sealed = 0`),
    ),
  finishPlainData: () => atomic([], () => run(sql`DELETE FROM unfinished_work WHERE name = ${work}`)),
});
