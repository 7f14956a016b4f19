import { createHash } from 'node:crypto';
import { fault, removedEarly } from './chain.js';
import type { Chain, EvidenceLog } from './evidence.js';

export interface Proof {
  chains: number;
  entries: number;
  /** One sentence for each chain that is incomplete or changed. */
  faults: string[];
  /** A hash over the heads of all chains: noted elsewhere, it shows later whether a chain was rewritten as a whole. */
  fingerprint: string;
}

const pageSize = 500;

type Log = Pick<EvidenceLog, 'chains' | 'chainHistory'>;

/**
 * Verifies every chain, or those of one site. Attempts may go on meanwhile. With `retentionDays`, the days that a site's
 * evidence is kept, an earlier removal is a fault.
 */
export async function prove(
  log: Log,
  site?: string,
  retentionDays?: (site: string) => Promise<number>,
): Promise<Proof> {
  const heads: Head[] = [];
  const faults: string[] = [];
  let entries = 0;
  for await (const chain of site === undefined ? chains(log) : chainsOf(log, site)) {
    const { name, entries: kept, erasures, unreadable } = await log.chainHistory(chain);
    const wrong =
      unreadable ??
      fault(
        chain,
        kept.filter(({ entry }) => entry <= chain.entries),
        erasures,
      ) ??
      (retentionDays && removedEarly(erasures, await retentionDays(chain.site)));
    if (wrong) faults.push(`${chain.site}, ${name}: ${wrong}`);
    heads.push({ site: chain.site, name, text: headOf(chain, name) });
    entries += chain.entries - chain.removed;
  }
  const fingerprint = createHash('sha256');
  for (const { text } of heads.sort(bySiteAndName)) fingerprint.update(text);
  return { chains: heads.length, entries, faults, fingerprint: fingerprint.digest('hex') };
}

async function* chains(log: Log, after?: Pick<Chain, 'site' | 'ref'>): AsyncGenerator<Chain> {
  for (let some = await log.chains(pageSize, after); some.length > 0; some = await log.chains(pageSize, some.at(-1)))
    yield* some;
}

/** The chains of one site, which are adjacent. */
async function* chainsOf(log: Log, site: string): AsyncGenerator<Chain> {
  for await (const chain of chains(log, { site, ref: '' })) {
    if (chain.site !== site) return;
    yield chain;
  }
}

interface Head {
  site: string;
  name: string;
  text: string;
}

/** The order in which fingerprints have always been made, whatever ids the verifier gave. */
const bySiteAndName = (one: Head, other: Head) =>
  Buffer.compare(Buffer.from(`${one.site}\0${one.name}`), Buffer.from(`${other.site}\0${other.name}`));

const headOf = ({ site, entries, hash }: Chain, name: string) => `${JSON.stringify([site, name, entries, hash])}\n`;
