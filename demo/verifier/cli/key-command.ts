import { addMasterKey, dropOldMasterKeys } from '../crypto/master-keys.js';
import type { Clock } from '../domain/clock.js';
import type { Keys } from '../store/store.js';
import { newSigningKey } from '../crypto/signing-keys.js';
import type { Vault } from '../crypto/vault.js';

const usage = `Usage:
  master    makes a new master key and seals everything with it; the old one still opens what was sealed a moment ago
  drop      a day after that: forgets the old master keys
  signing   makes a new key for tokens, which is published now and signs in 15 minutes`;

/** What the command works on; `keyFile` is `undefined` where the master keys come from the environment. */
export interface KeyRing {
  store: Keys;
  vault: Vault;
  clock: Clock;
  keyFile: string | undefined;
}

/**
 * Runs one command on the keys, while verifiers run, and answers what to print.
 * @throws with a sentence when the command cannot be done
 */
export async function keyCommand([command]: string[], { store, vault, clock, keyFile }: KeyRing): Promise<string> {
  switch (command) {
    case 'master':
      if (keyFile !== undefined) addMasterKey(keyFile);
      return `${await resealAll(store, vault)} texts are sealed with the first master key now.`;
    case 'drop':
      if (keyFile === undefined) throw new Error('The master keys are in MASTER_KEY: take the old ones out of it.');
      await resealAll(store, vault);
      dropOldMasterKeys(keyFile);
      return 'The old master keys are gone.';
    case 'signing': {
      const key = await newSigningKey(vault, clock);
      await store.addSigningKey(key);
      return `The key ${key.kid} is published and will sign in 15 minutes.`;
    }
    default:
      throw new Error(usage);
  }
}

/** Seals again what another than the first master key sealed; what changed meanwhile is left alone, for it was sealed just now. */
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
