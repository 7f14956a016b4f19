import type { DataKeyRotation } from '../data-key-rotation.js';
import type { BatchingEngine } from '../engine.js';
import { rows, run } from '../operation.js';
import { sql } from '../sql.js';
import { dataKeyLock } from './learners.js';

export const dataKeyRotation = ({ read, atomic }: BatchingEngine): DataKeyRotation => ({
  olderLearners: (site, version, limit, after) =>
    read(() =>
      rows(sql`
        SELECT id, sealed FROM learners
        WHERE site = ${site} AND id > ${after?.id ?? ''} AND key_version < ${version} ORDER BY id LIMIT ${limit}`),
    ),
  resealLearners: (site, version, learners) =>
    atomic([dataKeyLock(site)], function* () {
      for (const { id, sealed, resealed, refHash } of learners)
        yield* run(sql`
          UPDATE learners SET sealed = ${resealed}, ref_hash = ${refHash}, key_version = ${version}
          WHERE site = ${site} AND id = ${id} AND sealed = ${sealed}`);
    }),
  olderEvidence: (site, version, limit, after = { ref: '', entry: 0, sealed: '' }) =>
    read(() =>
      rows(sql`
        SELECT ref, entry, sealed FROM evidence
        WHERE site = ${site} AND (ref, entry) > (${after.ref}, ${after.entry}) AND key_version < ${version}
          AND sealed IS NOT NULL
        ORDER BY ref, entry LIMIT ${limit}`),
    ),
  resealEvidence: (site, version, entries) =>
    atomic([], function* () {
      for (const { ref, entry, sealed, resealed, ipHash } of entries)
        yield* run(sql`
          UPDATE evidence SET sealed = ${resealed}, ip_hash = ${ipHash}, key_version = ${version}
          WHERE site = ${site} AND ref = ${ref} AND entry = ${entry} AND sealed = ${sealed}`);
    }),
  searches: (site, limit, after = { at: -1, learner: '', ip: '' }) =>
    read(() =>
      rows(sql`
        SELECT at, learner, ip FROM operator_audit WHERE site = ${site} AND (at, ip) > (${after.at}, ${after.ip})
        ORDER BY at, ip LIMIT ${limit}`),
    ),
  resealSearches: (site, searches) =>
    atomic([], function* () {
      for (const { at, learner, ip, resealed } of searches)
        yield* run(sql`
          UPDATE operator_audit SET learner = ${resealed.learner}, ip = ${resealed.ip}
          WHERE site = ${site} AND at = ${at} AND learner = ${learner} AND ip = ${ip}`);
    }),
  removeOlderDataKeys: (site, version) =>
    atomic([dataKeyLock(site)], () => run(sql`DELETE FROM data_keys WHERE site = ${site} AND version < ${version}`)),
});
