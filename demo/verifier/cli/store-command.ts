import { openStore } from '../compose.js';
import { storeSettingsFrom, type StoreSettings } from '../settings.js';
import type { Store } from '../store/store.js';

/**
 * Runs a command on the store of the environment and closes the store. On failure it prints a sentence and exits with
 * code 1.
 */
export async function storeCommand(command: (store: Store, settings: StoreSettings) => Promise<void>): Promise<void> {
  try {
    const settings = storeSettingsFrom(process.env);
    const store = await openStore(settings);
    try {
      await command(store, settings);
    } finally {
      await store.close();
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
