import type { DataKeys } from '../crypto/data-keys.js';
import type { Learners } from '../store/learners.js';
import type {
  Chain,
  ChainHistory,
  Entry,
  EvidenceLog,
  EvidenceQuery,
  EvidenceTable,
  StoredEntry,
  StoredQuery,
} from '../evidence/evidence.js';
import { erasedEntry, hasData, openEntry } from './seal-evidence.js';

/** An id that no learner has. */
const nobody = '';

/** Opens the evidence of a store with the data keys of its sites. */
export function evidenceLog(store: EvidenceTable & Learners, keys: DataKeys): EvidenceLog {
  async function idOf(site: string, ref: string): Promise<string | undefined> {
    return (await store.learnerByHash(site, (await keys.latest(site)).hashes('learner', ref)))?.id;
  }
  async function stored({ learner, ip, ...query }: EvidenceQuery): Promise<StoredQuery> {
    const { site } = query;
    return {
      ...query,
      ...(learner !== undefined && { learner: (await idOf(site, learner)) ?? nobody }),
      ...(ip !== undefined && { ipHashes: (await keys.latest(site)).hashes('address', ip) }),
    };
  }
  async function opened(site: string, entries: StoredEntry[]): Promise<Entry[]> {
    if (entries.length === 0) return [];
    const siteKeys = await keys.latest(site);
    return entries.filter(hasData).map((entry) => openEntry(entry, siteKeys));
  }
  async function chainHistory(chain: Chain): Promise<ChainHistory> {
    const [rows, erasures, learner] = await Promise.all([
      store.chain(chain),
      store.erasures(chain),
      store.learnerById(chain.site, chain.ref),
    ]);
    const siteKeys = await keys.latest(chain.site); // after what it opens, which a rotation may just have resealed
    const name = learner ? siteKeys.vault.open(learner.sealed, chain.ref).toString() : chain.ref;
    const history: ChainHistory = { name, erasures, entries: [] };
    for (const row of rows)
      try {
        history.entries.push(hasData(row) ? openEntry(row, siteKeys) : erasedEntry(row));
      } catch {
        return { ...history, unreadable: `entry ${row.entry} was changed: its data does not open` };
      }
    return history;
  }

  return {
    entries: async (query, limit, after) =>
      opened(query.site, await store.evidence(await stored(query), limit, after && { ...after, ref: after.learner })),
    latest: async (query, limit, skip) =>
      opened(query.site, await store.latestEvidence(await stored(query), limit, skip)),
    byDay: async (query) => store.evidenceByDay(await stored(query)),
    async chain({ site, ref }) {
      const id = await idOf(site, ref);
      return id === undefined ? [] : opened(site, await store.chain({ site, ref: id }));
    },
    chains: store.chains,
    chainHistory,
  };
}
