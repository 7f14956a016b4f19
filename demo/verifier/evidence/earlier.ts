import type { EvidenceLog } from './evidence.js';
import type { EvidenceDownload } from './wire.js';

type DownloadedEntry = EvidenceDownload['evidence'][number];

/** The comparison of an earlier download with the evidence of now. */
export interface Comparison {
  /** One sentence for each learner whose entries have changed. */
  faults: string[];
  /** Entries that have been removed, in the order of the download: only retention should do so, from the oldest. */
  gone: DownloadedEntry[];
}

/**
 * Compares an earlier download with the evidence of now. Hashes without a secret do not show that a chain was rewritten
 * as a whole, and no hash shows that one was removed as a whole; a copy in other hands shows both, also when the
 * operator of the verifier did it.
 */
export async function compare(log: Pick<EvidenceLog, 'chain'>, { evidence }: EvidenceDownload): Promise<Comparison> {
  const learners = new Map<string, DownloadedEntry[]>();
  for (const one of evidence) {
    const name = `${one.site}, ${one.ref}`;
    const others = learners.get(name);
    if (others) others.push(one);
    else learners.set(name, [one]);
  }
  const faults: string[] = [];
  const gone: DownloadedEntry[] = [];
  for (const [name, downloaded] of learners) {
    const kept = await log.chain(downloaded[0]!);
    const hashes = new Map(kept.map(({ entry, hash }) => [entry, hash]));
    const first = kept[0]?.entry ?? Infinity;
    const changed = downloaded.find(({ entry, hash }) => entry >= first && hashes.get(entry) !== hash);
    if (changed) faults.push(`${name}: entry ${changed.entry} is not the one that was downloaded`);
    gone.push(...downloaded.filter(({ entry }) => entry < first));
  }
  return { faults, gone };
}
