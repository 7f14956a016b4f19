import { openStore } from '../compose.js';
import { storeSettingsFrom, type StoreSettings } from '../settings.js';
import type { Store } from '../store/store.js';

/** Runs a command on the store that the environment names, closes it whatever happens, and ends with a sentence and code 1 when it cannot be done. */
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
