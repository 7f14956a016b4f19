import type { EvidenceLog } from './evidence.js';
import type { EvidenceEntry, EvidenceReply } from './wire.js';

/** How a download of some time ago compares with what is there now. */
export interface Comparison {
  /** One sentence for each learner whose entries are others now. */
  faults: string[];
  /** Entries that are not there any more, in the order of the download: the retention setting removes the oldest, and nothing else should. */
  gone: EvidenceEntry[];
}

/**
 * Holds a download against what is there now. Hashes without a secret cannot tell a chain that was rewritten as a whole, and no hash tells
 * of one that was removed as a whole; what somebody else has kept does both, and against whoever runs the verifier too.
 */
export async function compare(log: EvidenceLog, { evidence }: EvidenceReply): Promise<Comparison> {
  const learners = new Map<string, EvidenceEntry[]>();
  for (const one of evidence) {
    const name = `${one.site}, ${one.ref}`;
    const others = learners.get(name);
    if (others) others.push(one);
    else learners.set(name, [one]);
  }
  const faults: string[] = [];
  const gone: EvidenceEntry[] = [];
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
