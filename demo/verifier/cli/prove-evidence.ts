/**
 * `tsx demo/verifier/cli/prove-evidence.ts [site] [--earlier evidence.json]`: proves that no evidence, or none of one site, was changed or
 * removed, or says where it was; with a download of some time ago also that nothing of it was rewritten since.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compare } from '../evidence/earlier.js';
import { prove } from '../evidence/prove.js';
import { EvidenceDownload } from '../evidence/wire.js';
import { storeCommand } from './store-command.js';

await storeCommand(async (store) => {
  const {
    positionals: [site],
    values: { earlier },
  } = parseArgs({ allowPositionals: true, options: { earlier: { type: 'string' } } });
  const { chains, entries, faults, fingerprint } = await prove(store, site);
  console.log(
    `${entries} entries in ${chains} chains: ${faults.length === 0 ? 'whole' : `${faults.length} chains are not whole`}\nfingerprint ${fingerprint}`,
  );
  if (earlier !== undefined) {
    const { faults: changed, gone } = await compare(
      store,
      EvidenceDownload.parse(JSON.parse(readFileSync(earlier, 'utf8'))),
    );
    const latest = gone
      .map(({ time }) => time)
      .sort()
      .at(-1);
    console.log(
      `${earlier}: ${changed.length === 0 ? 'nothing was rewritten' : 'not what is there now'}; ${latest === undefined ? 'nothing' : `${gone.length} entries, the latest of ${latest},`} removed since`,
    );
    faults.push(...changed);
  }
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
});
