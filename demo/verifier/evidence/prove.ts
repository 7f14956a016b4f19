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

/** Reads all evidence again and checks every chain. Attempts may go on meanwhile. */
export async function prove(log: EvidenceLog): Promise<Proof> {
  const fingerprint = createHash('sha256');
  const faults: string[] = [];
  let [count, entries] = [0, 0];
  let chains = await log.chains(page);
  for (; chains.length > 0; chains = await log.chains(page, chains.at(-1)))
    for (const chain of chains) {
      const wrong = fault(chain, (await log.chain(chain)).filter(({ entry }) => entry <= chain.entries));
      if (wrong) faults.push(`${chain.site}, ${chain.ref}: ${wrong}`);
      fingerprint.update(end(chain));
      count++;
      entries += chain.entries - chain.forgotten;
    }
  return { chains: count, entries, faults, fingerprint: fingerprint.digest('hex') };
}

const end = ({ site, ref, entries, hash }: Chain) => `${JSON.stringify([site, ref, entries, hash])}\n`;
