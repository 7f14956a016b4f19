import { createHash } from 'node:crypto';
import { fault } from './chain.js';
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

/** Verifies every chain, or those of one site. Attempts may go on meanwhile. */
export async function prove(log: EvidenceLog, site?: string): Promise<Proof> {
  const fingerprint = createHash('sha256');
  const faults: string[] = [];
  let [count, entries] = [0, 0];
  for await (const chain of site === undefined ? chains(log) : chainsOf(log, site)) {
    const wrong = fault(
      chain,
      (await log.chain(chain)).filter(({ entry }) => entry <= chain.entries),
    );
    if (wrong) faults.push(`${chain.site}, ${chain.ref}: ${wrong}`);
    fingerprint.update(headOf(chain));
    count++;
    entries += chain.entries - chain.removed;
  }
  return { chains: count, entries, faults, fingerprint: fingerprint.digest('hex') };
}

async function* chains(log: EvidenceLog, after?: Pick<Chain, 'site' | 'ref'>): AsyncGenerator<Chain> {
  for (let some = await log.chains(pageSize, after); some.length > 0; some = await log.chains(pageSize, some.at(-1)))
    yield* some;
}

/** The chains of one site, which are adjacent. */
async function* chainsOf(log: EvidenceLog, site: string): AsyncGenerator<Chain> {
  for await (const chain of chains(log, { site, ref: '' })) {
    if (chain.site !== site) return;
    yield chain;
  }
}

const headOf = ({ site, ref, entries, hash }: Chain) => `${JSON.stringify([site, ref, entries, hash])}\n`;
