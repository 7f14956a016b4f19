/** `tsx demo/verifier/prove-evidence.ts [site]`: proves that no evidence, or none of one site, was changed or removed, or says where it was. */
import { prove } from './evidence/prove.js';
import { openStore } from './open.js';
import { storeSettingsFrom } from './settings.js';

try {
  const store = await openStore(storeSettingsFrom(process.env));
  try {
    const { chains, entries, faults, fingerprint } = await prove(store, process.argv[2]);
    for (const fault of faults) console.error(fault);
    console.log(`${entries} entries in ${chains} chains: ${faults.length === 0 ? 'whole' : `${faults.length} chains are not whole`}\nfingerprint ${fingerprint}`);
    if (faults.length > 0) process.exitCode = 1;
  } finally {
    await store.close();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
