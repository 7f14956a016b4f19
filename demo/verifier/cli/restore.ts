import { openStore, openVaultFor, restoreStore } from '../compose.js';
import { systemClock } from '../domain/clock.js';
import { prove } from '../evidence/prove.js';
import { personalDataOf } from '../personal-data/open.js';
import { storeSettingsFrom } from '../settings.js';
import type { CommandResult } from './context.js';

/**
 * Makes the empty database of the environment from a backup, applies the migrations of this version, and proves the
 * evidence in it.
 * @throws with a sentence when the database is not empty or the backup is damaged; then nothing has changed
 */
export async function restore(file: string, variables = process.env): Promise<CommandResult> {
  const settings = storeSettingsFrom(variables);
  await restoreStore(settings, file);
  const store = await openStore(settings);
  try {
    const vault = await openVaultFor(store, settings);
    const { evidence } = await personalDataOf(store, vault, systemClock);
    const { chains, entries, faults, fingerprint } = await prove(evidence);
    const summary = faults.length === 0 ? 'whole' : `${faults.length} chains are not whole`;
    return {
      text: [
        `The database is restored: ${entries} entries of evidence in ${chains} chains, ${summary}.`,
        `fingerprint ${fingerprint}`,
        ...faults,
      ].join('\n'),
      json: { restored: true, entries, chains, fingerprint, faults },
      failed: faults.length > 0,
    };
  } finally {
    await store.close();
  }
}
