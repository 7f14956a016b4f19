/** `tsx demo/verifier/cli/keys.ts master | drop | signing`: changes keys while verifiers run. */
import { systemClock } from '../domain/clock.js';
import { keyCommand } from './key-command.js';
import { keyFile, masterKeys } from '../compose.js';
import { storeCommand } from './store-command.js';
import { openStoredVault } from '../crypto/vault.js';

await storeCommand(async (store, settings) => {
  const vault = await openStoredVault(store, masterKeys(settings));
  console.log(
    await keyCommand(process.argv.slice(2), { store, vault, clock: systemClock, keyFile: keyFile(settings) }),
  );
});
