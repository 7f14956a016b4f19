import { createHash } from 'node:crypto';
import { fault } from './chain.js';
import type { Chain, EvidenceLog } from './evidence.js';

export interface Proof {
  chains: number;
  entries: number;
  /** One sentence for each chain that is not whole. */
  faults: string[];
  /** Of all chains' ends: written down elsewhere, it shows later that nobody rewrote a whole chain. */
  fingerprint: string;
}

const page = 500;

/** Reads all evidence again, or one site's, and checks every chain. Attempts may go on meanwhile. */
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
    fingerprint.update(end(chain));
    count++;
    entries += chain.entries - chain.forgotten;
  }
  return { chains: count, entries, faults, fingerprint: fingerprint.digest('hex') };
}

async function* chains(log: EvidenceLog, after?: Pick<Chain, 'site' | 'ref'>): AsyncGenerator<Chain> {
  for (let some = await log.chains(page, after); some.length > 0; some = await log.chains(page, some.at(-1)))
    yield* some;
}

/** A site's chains stand together. */
async function* chainsOf(log: EvidenceLog, site: string): AsyncGenerator<Chain> {
  for await (const chain of chains(log, { site, ref: '' })) {
    if (chain.site !== site) return;
    yield chain;
  }
}

const end = ({ site, ref, entries, hash }: Chain) => `${JSON.stringify([site, ref, entries, hash])}\n`;
