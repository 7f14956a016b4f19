import { systemClock } from '../domain/clock.js';
import type { CommandContext } from './context.js';

/**
 * Opens the store of the environment for a command, and closes it after.
 * @throws with a sentence that names the setting when the store cannot be opened
 */
export async function onStore<T>(by: string, work: (context: CommandContext) => Promise<T>): Promise<T> {
  const { openStore, openVaultFor } = await import('../compose.js');
  const { storeSettingsFrom } = await import('../settings.js');
  const settings = storeSettingsFrom(process.env);
  const store = await openStore(settings);
  try {
    const vault = () => openVaultFor(store, settings);
    return await work({ store, settings, vault, now: systemClock.now(), by });
  } finally {
    await store.close();
  }
}
