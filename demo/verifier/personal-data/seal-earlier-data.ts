import type { DataKeys } from '../crypto/data-keys.js';
import { newId } from '../crypto/ids.js';
import type { Clock } from '../domain/clock.js';
import { sealPersonal } from './seal-evidence.js';
import { commitmentOf } from '../evidence/record.js';
import type { EarlierData } from '../store/earlier-data.js';

const learnersPerStep = 100;

/**
 * Seals what versions before data keys have stored as plain text: one transaction a learner, so that it may be
 * interrupted and goes on at the next start. Evidence keeps its hashes and receives its commitment.
 */
export async function sealEarlierData(store: EarlierData, keys: DataKeys, clock: Clock): Promise<void> {
  if (!(await store.hasPlainData())) return;
  for (;;) {
    const found = await store.plainLearners(learnersPerStep);
    let sealed = 0;
    for (const { site, ref } of found) {
      const own = await keys.latest(site);
      const id = newId('ln');
      const learner = {
        id,
        sealed: own.vault.seal(ref, id),
        keyVersion: own.version,
        phoneHash: null,
        seenAt: clock.now(),
      };
      const isSealed = await store.sealLearner({ site, ref }, own.hashes('learner', ref)[0]!, learner, (entry) => {
        const { salt, ...sealed } = sealPersonal({ ...entry, ref }, { site, ref: id }, own);
        return { ...sealed, commitment: commitmentOf({ ...entry, ref }, salt) };
      });
      if (isSealed) sealed++;
    }
    if (found.length === 0) return store.finishPlainData();
    if (sealed === 0) return; // a process of the earlier version still writes: the next start goes on
  }
}
