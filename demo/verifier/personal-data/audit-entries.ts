/** The personal part of the operators' audit log: the learner of a search, and the operator's address. */
import type { DataKeys, SiteKeys } from '../crypto/data-keys.js';
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

/** The sealed texts of an entry with the newest key, or `null` if they already are. */
export function resealAuditEntry(
  site: string,
  { learner, ip }: Pick<Personal, 'learner' | 'ip'>,
  { vault }: SiteKeys,
): Pick<Personal, 'learner' | 'ip'> | null {
  const resealed = vault.reseal(ip, place(site));
  if (resealed === null) return null;
  return { ip: resealed, learner: learner === '' ? '' : (vault.reseal(learner, place(site)) ?? learner) };
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
