import { addMasterKey, dropOldMasterKeys } from '../crypto/master-keys.js';
import type { Clock } from '../domain/clock.js';
import type { Keys } from '../store/store.js';
import { newSigningKey } from '../crypto/signing-keys.js';
import type { Vault } from '../crypto/vault.js';

const usage = `Usage:
  master    add a new master key and reseal all data with it; the old keys still open
  drop      a day later: remove the old master keys
  signing   add a new token key, published now and signing in 15 minutes`;

/** Dependencies of the command; `keyFile` is `undefined` if the master keys come from the environment. */
export interface KeyRing {
  store: Keys;
  vault: Vault;
  clock: Clock;
  keyFile: string | undefined;
}

/**
 * Runs one command on the keys, while verifiers run, and returns the text to print.
 * @throws with a sentence when the command fails
 */
export async function keyCommand([command]: string[], { store, vault, clock, keyFile }: KeyRing): Promise<string> {
  switch (command) {
    case 'master':
      if (keyFile !== undefined) addMasterKey(keyFile);
      return `${await resealAll(store, vault)} texts were resealed with the first master key.`;
    case 'drop':
      if (keyFile === undefined) throw new Error('The master keys are in MASTER_KEY: remove the old ones there.');
      await resealAll(store, vault);
      dropOldMasterKeys(keyFile);
      return 'The old master keys are removed.';
    case 'signing': {
      const key = await newSigningKey(vault, clock);
      await store.addSigningKey(key);
      return `The key ${key.kid} is published and will sign in 15 minutes.`;
    }
    default:
      throw new Error(usage);
  }
}

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
