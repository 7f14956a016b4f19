/**
 * `tsx demo/verifier/cli/prove-evidence.ts [site] [--earlier evidence.json]`: verifies the hash chains of all evidence,
 * or of one site's; with an earlier download, also that none of its entries was rewritten since.
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
  const summary = faults.length === 0 ? 'whole' : `${faults.length} chains are not whole`;
  console.log(`${entries} entries in ${chains} chains: ${summary}\nfingerprint ${fingerprint}`);
  if (earlier !== undefined) {
    const { faults: changed, gone } = await compare(
      store,
      EvidenceDownload.parse(JSON.parse(readFileSync(earlier, 'utf8'))),
    );
    const latest = gone
      .map(({ time }) => time)
      .sort()
      .at(-1);
    const rewritten = changed.length === 0 ? 'nothing was rewritten' : 'not what is there now';
    const removed = latest === undefined ? 'nothing' : `${gone.length} entries, the latest of ${latest},`;
    console.log(`${earlier}: ${rewritten}; ${removed} removed since`);
    faults.push(...changed);
  }
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
});
