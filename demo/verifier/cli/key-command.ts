import { keyFile } from '../compose.js';
import { addMasterKey, dropOldMasterKeys } from '../crypto/master-keys.js';
import { newSigningKey } from '../crypto/signing-keys.js';
import type { Vault } from '../crypto/vault.js';
import type { Keys } from '../store/store.js';
import type { Register } from './command-line.js';
import type { CommandContext } from './context.js';

/** What the commands need of the settings: where the master keys are. */
export interface KeyRing extends Pick<CommandContext, 'vault' | 'now'> {
  store: Keys;
  settings: Parameters<typeof keyFile>[0];
}

/** `keys`: rotates keys while verifiers run. */
export const keyCommands: Register<KeyRing> = (keys, action) => {
  keys
    .command('master')
    .description('add a new master key and reseal all data with it; the old keys still open')
    .action(
      action(async ({ store, vault, settings }) => {
        const file = keyFile(settings);
        const opened = await vault();
        if (file !== undefined) addMasterKey(file);
        const resealed = await resealAll(store, opened);
        return { text: `${resealed} texts were resealed with the first master key.`, json: { resealed } };
      }),
    );

  keys
    .command('drop')
    .description('a day later: remove the old master keys')
    .action(
      action(async ({ store, vault, settings }) => {
        const file = keyFile(settings);
        if (file === undefined) throw new Error('The master keys are in MASTER_KEY: remove the old ones there.');
        const resealed = await resealAll(store, await vault());
        dropOldMasterKeys(file);
        return { text: 'The old master keys are removed.', json: { resealed, dropped: true } };
      }),
    );

  keys
    .command('signing')
    .description('add a new token key, published now and signing in 15 minutes')
    .action(
      action(async ({ store, vault, now }) => {
        const key = await newSigningKey(await vault(), { now: () => now });
        await store.addSigningKey(key);
        return {
          text: `The key ${key.kid} is published and will sign in 15 minutes.`,
          json: { kid: key.kid, createdAt: new Date(key.createdAt).toISOString() },
        };
      }),
    );
};

/**
 * Reseals all text with the first master key; text that changed meanwhile is skipped, because it was just sealed with
 * it.
 */
async function resealAll(store: Keys, vault: Vault): Promise<number> {
  let count = 0;
  for (const text of await store.sealedTexts()) {
    const resealed = vault.reseal(text.sealed, text.id);
    if (resealed === null) continue;
    await store.replaceSealed(text, resealed);
    count++;
  }
  return count;
}
