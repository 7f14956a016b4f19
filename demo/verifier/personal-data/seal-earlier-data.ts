import type { DataKeys } from '../crypto/data-keys.js';
import { newId } from '../crypto/ids.js';
import type { Clock } from '../domain/clock.js';
import type { LearnerRef } from '../domain/model.js';
import { commitmentOf } from '../evidence/record.js';
import type { EarlierData } from '../store/earlier-data.js';
import { sealAuditEntry } from './audit-entries.js';
import type { LearnerDirectory } from './directory.js';
import { sealPersonal } from './seal-evidence.js';

const perStep = 100;

/**
 * Seals what versions before data keys have stored as plain text: one transaction a learner, so that it may be
 * interrupted and goes on at the next start. Evidence keeps its hashes and receives its commitment.
 */
export async function sealEarlierData(
  store: EarlierData,
  keys: DataKeys,
  learners: LearnerDirectory,
  clock: Clock,
): Promise<void> {
  if (!(await store.hasPlainData())) return;
  for (let found = await store.plainLearners(perStep); found.length > 0; found = await store.plainLearners(perStep)) {
    let sealed = 0;
    for (const learner of found) if (await sealLearner(learner, store, keys, clock)) sealed++;
    if (sealed === 0) return; // a process of the earlier version still writes: the next start goes on
  }
  const plain = () => store.plainAuditEntries(perStep);
  for (let found = await plain(); found.length > 0; found = await plain())
    for (const entry of found) await store.sealAuditEntries(entry, await sealAuditEntry(entry, keys, learners));
  await store.finishPlainData();
}

async function sealLearner({ site, ref }: LearnerRef, store: EarlierData, keys: DataKeys, clock: Clock) {
  const own = await keys.latest(site);
  const id = newId('ln');
  const sealed = own.vault.seal(ref, id);
  const learner = { id, sealed, keyVersion: own.version, phoneHash: null, seenAt: clock.now() };
  return store.sealLearner({ site, ref }, own.hashes('learner', ref)[0]!, learner, (entry) => {
    const { salt, ...personal } = sealPersonal({ ...entry, ref }, { site, ref: id }, own);
    return { ...personal, commitment: commitmentOf({ ...entry, ref }, salt) };
  });
}
