import { dataKeys, type DataKeys } from '../crypto/data-keys.js';
import type { Vault } from '../crypto/vault.js';
import type { Clock } from '../domain/clock.js';
import type { EvidenceLog } from '../evidence/evidence.js';
import { evidenceLog } from './evidence-log.js';
import type { Store } from '../store/store.js';
import { learnerDirectory, type LearnerDirectory } from './directory.js';
import { sealEarlierData } from './seal-earlier-data.js';

/** What of a store only the master key opens. */
export interface PersonalData {
  vault: Vault;
  keys: DataKeys;
  learners: LearnerDirectory;
  evidence: EvidenceLog;
}

/** Opens personal data; what an earlier version has stored as plain text is sealed first. */
export async function personalDataOf(store: Store, vault: Vault, clock: Clock): Promise<PersonalData> {
  const keys = dataKeys(store, vault, clock);
  const learners = learnerDirectory(store, keys, vault);
  await sealEarlierData(store, keys, learners, clock);
  return { vault, keys, learners, evidence: evidenceLog(store, keys) };
}
