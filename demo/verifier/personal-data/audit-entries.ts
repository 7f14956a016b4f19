/** The personal part of the operators' audit log: the learner of a search, and the operator's address. */
import type { DataKeys } from '../crypto/data-keys.js';
import type { AuditEntry } from '../store/operators.js';
import type { LearnerDirectory } from './directory.js';

type Personal = Pick<AuditEntry, 'site' | 'learner' | 'ip'>;

const place = (site: string) => `audit ${site}`;

/** Seals an entry; a learner whom the search names exactly is found again when they are erased. */
export async function sealAuditEntry<Entry extends Personal>(
  entry: Entry,
  keys: Pick<DataKeys, 'of'>,
  learners: Pick<LearnerDirectory, 'find'>,
): Promise<Entry & { learnerId: string | null }> {
  const { site, learner, ip } = entry;
  const known = learner === '' ? undefined : await learners.find(site, learner);
  const { vault } = await keys.of(site);
  return {
    ...entry,
    learner: learner === '' ? '' : vault.seal(learner, place(site)),
    ip: vault.seal(ip, place(site)),
    learnerId: known?.id ?? null,
  };
}

/** Opens entries of a site. An empty text is a search for all, or what is erased. */
export async function openAuditEntries<Entry extends Personal>(
  site: string,
  entries: readonly Entry[],
  keys: Pick<DataKeys, 'latest'>,
): Promise<Entry[]> {
  if (entries.length === 0) return [];
  const { vault } = await keys.latest(site);
  const open = (sealed: string) => (sealed === '' ? '' : vault.open(sealed, place(site)).toString());
  return entries.map((entry) => ({ ...entry, learner: open(entry.learner), ip: open(entry.ip) }));
}
