import type { BatchingEngine } from '../engine.js';
import type { DataKey, DataKeyTable, Learners, StoredLearner } from '../learners.js';
import { row, rows, run, type RawOperation } from '../operation.js';
import { inList, sql } from '../sql.js';

const learnerColumns = sql`
  id, sealed, key_version AS "keyVersion", phone_hash AS "phoneHash", seen_at AS "seenAt",
  restricted_entry AS "restrictedEntry"`;

function* byHash(site: string, hashes: readonly string[]): RawOperation<StoredLearner | undefined> {
  return yield* row<StoredLearner>(sql`
    SELECT ${learnerColumns} FROM learners WHERE site = ${site} AND ref_hash IN ${inList(hashes)}`);
}

/** The lock for a site's data keys, and for adding learners, whose hashes depend on them. */
export const dataKeyLock = (site: string): string => `data keys ${site}`;

function* newestKey(site: string): RawOperation<number> {
  const found = yield* row<{ version: number | null }>(sql`
    SELECT MAX(version) AS version FROM data_keys WHERE site = ${site}`);
  return found?.version ?? 0;
}

export const learners = ({ read, atomic }: BatchingEngine): DataKeyTable & Learners => ({
  dataKeys: (site) =>
    read(() =>
      rows<DataKey>(sql`
        SELECT id, site, version, sealed, created_at AS "createdAt" FROM data_keys
        WHERE site = ${site} ORDER BY version DESC`),
    ),
  addDataKey: ({ id, site, version, sealed, createdAt }) =>
    atomic([dataKeyLock(site)], () =>
      run(sql`
        INSERT INTO data_keys (id, site, version, sealed, created_at)
        VALUES (${id}, ${site}, ${version}, ${sealed}, ${createdAt}) ON CONFLICT (site, version) DO NOTHING`),
    ),
  learnerByHash: (site, hashes) => read(() => byHash(site, hashes)),
  learnerById: (site, id) =>
    read(() => row(sql`SELECT ${learnerColumns} FROM learners WHERE site = ${site} AND id = ${id}`)),
  addLearner: (site, hashes, { id, sealed, keyVersion, phoneHash, seenAt }) =>
    atomic([dataKeyLock(site)], function* () {
      if ((yield* newestKey(site)) !== keyVersion) return undefined;
      const earlier = yield* byHash(site, hashes);
      if (earlier) return earlier;
      yield* run(sql`
        INSERT INTO learners (site, id, ref_hash, key_version, sealed, phone_hash, seen_at)
        VALUES (${site}, ${id}, ${hashes[0]!}, ${keyVersion}, ${sealed}, ${phoneHash}, ${seenAt})`);
      return { id, sealed, keyVersion, phoneHash, seenAt, restrictedEntry: 0 };
    }),
  updateLearner: (site, id, { phoneHash, seenAt }) =>
    atomic([], () =>
      run(sql`UPDATE learners SET phone_hash = ${phoneHash}, seen_at = ${seenAt} WHERE site = ${site} AND id = ${id}`),
    ),
});
