/** `tsx demo/verifier/keys.ts master | drop | signing`: changes keys while verifiers run. */
import { systemClock } from './clock.js';
import { keyCommand } from './key-command.js';
import { keyFile, masterKeys, openStore } from './open.js';
import { storeSettingsFrom } from './settings.js';
import { openStoredVault } from './vault.js';

try {
  const settings = storeSettingsFrom(process.env);
  const store = await openStore(settings);
  try {
    const vault = await openStoredVault(store, masterKeys(settings));
    console.log(await keyCommand(process.argv.slice(2), { store, vault, clock: systemClock, keyFile: keyFile(settings) }));
  } finally {
    await store.close();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
