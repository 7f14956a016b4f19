import { readFileSync } from 'node:fs';
import { compare } from '../evidence/earlier.js';
import { prove } from '../evidence/prove.js';
import { EvidenceDownload } from '../evidence/wire.js';
import { personalDataOf } from '../personal-data/open.js';
import { storedSettings } from '../sites/change-settings.js';
import type { Register } from './command-line.js';
import type { CommandContext } from './context.js';
import { defaultEvidenceDays } from './default-evidence-days.js';

/** `evidence`: proves that no evidence was changed or removed. */
export const evidenceCommands: Register<Pick<CommandContext, 'store' | 'vault' | 'now'>> = (evidence, action) => {
  evidence
    .command('prove [site]')
    .description('verify the hash chains of all evidence, or of one site’s; fails when one is not whole')
    .option('--earlier <file>', 'an earlier download as JSON: none of its entries was rewritten since')
    .action(
      action(async ({ store, vault, now }, site: string | undefined, { earlier }: { earlier?: string }) => {
        const { evidence: log } = await personalDataOf(store, await vault(), { now: () => now });
        const { chains, entries, faults, fingerprint } = await prove(log, site, shortestRetention(store));
        const summary = faults.length === 0 ? 'whole' : `${faults.length} chains are not whole`;
        const lines = [`${entries} entries in ${chains} chains: ${summary}`, `fingerprint ${fingerprint}`];
        const compared = earlier === undefined ? undefined : await compare(log, downloadIn(earlier));
        if (compared) lines.push(`${earlier}: ${comparison(compared)}`);
        const all = [...faults, ...(compared?.faults ?? [])];
        return {
          text: [...lines, ...all].join('\n'),
          json: { entries, chains, fingerprint, faults: all, ...(compared && { removed: compared.gone.length }) },
          failed: all.length > 0,
        };
      }),
    );
};

/** The days that evidence of a site was kept at least, under the settings that it has and had. */
function shortestRetention(store: CommandContext['store']): (site: string) => Promise<number> {
  const known = new Map<string, Promise<number>>();
  async function days(site: string) {
    const removed = (await store.removedSites()).find(({ id }) => id === site);
    const stated = (await store.settingsHistory(site)).map(({ settings }) => storedSettings(settings).evidenceDays);
    const all = stated.length > 0 ? stated : [removed?.evidenceDays];
    return Math.min(...all.map((one) => one ?? defaultEvidenceDays()));
  }
  return (site) => {
    const found = known.get(site) ?? days(site);
    known.set(site, found);
    return found;
  };
}

const downloadIn = (file: string) => EvidenceDownload.parse(JSON.parse(readFileSync(file, 'utf8')));

function comparison({ faults, gone }: Awaited<ReturnType<typeof compare>>): string {
  const latest = gone
    .map(({ time }) => time)
    .sort()
    .at(-1);
  const rewritten = faults.length === 0 ? 'nothing was rewritten' : 'not what is there now';
  const removed = latest === undefined ? 'nothing' : `${gone.length} entries, the latest of ${latest},`;
  return `${rewritten}; ${removed} removed since`;
}
