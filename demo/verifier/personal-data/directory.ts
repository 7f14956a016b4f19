import type { Learner } from 'mo-otp-gate/contract';
import type { DataKeys } from '../crypto/data-keys.js';
import { newId } from '../crypto/ids.js';
import { phoneHash } from '../crypto/phone-hash.js';
import type { Vault } from '../crypto/vault.js';
import type { LearnerRef } from '../domain/model.js';
import { dayMs } from '../domain/korean-time.js';
import type { Learners, StoredLearner } from '../store/learners.js';

/** A learner as they are stored; `ref` is our own id. */
export type KnownLearner = LearnerRef & StoredLearner;

/** Translates a site's own ids of its learners into ours, by which everything else is stored. */
export interface LearnerDirectory {
  /** The learner with an id of the site's. */
  find(site: string, ref: string): Promise<KnownLearner | undefined>;
  /** Notes at the time `now` (epoch milliseconds) that a learner was seen, who is added unless `known`. */
  seen(
    site: string,
    learner: Pick<Learner, 'ref' | 'phone'>,
    known: KnownLearner | undefined,
    now: number,
  ): Promise<LearnerRef>;
}

export function learnerDirectory(store: Learners, keys: DataKeys, vault: Vault): LearnerDirectory {
  const asRef = (site: string, learner: StoredLearner) => ({ ...learner, site, ref: learner.id });

  async function find(site: string, ref: string) {
    const found = await store.learnerByHash(site, (await keys.of(site)).hashes('learner', ref));
    return found && asRef(site, found);
  }
  async function add(site: string, ref: string, seen: Pick<StoredLearner, 'phoneHash' | 'seenAt'>) {
    for (;;) {
      // the hashes of the newest key: with older ones a learner could be there twice
      const { version: keyVersion, vault: own, hashes } = await keys.latest(site);
      const id = newId('ln');
      const sealed = own.seal(ref, id);
      const added = await store.addLearner(site, hashes('learner', ref), { id, sealed, keyVersion, ...seen });
      if (added) return asRef(site, added);
    }
  }
  return {
    find,
    async seen(site, { ref, phone }, known, now) {
      const seen = { phoneHash: phoneHash(phone, vault), seenAt: now - (now % dayMs) };
      const found = known ?? (await add(site, ref, seen));
      if (found.phoneHash !== seen.phoneHash || found.seenAt !== seen.seenAt)
        await store.updateLearner(site, found.id, seen);
      return { site, ref: found.id };
    },
  };
}
