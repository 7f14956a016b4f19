import { existsSync } from 'node:fs';
import type { LookupKeys } from '../store/store.js';
import { masterKeyFile, masterKeysIn } from './master-keys.js';
import { lookupPlace, openStoredVault, type Vault } from './vault.js';

/** The database is empty although a master key is there: it may have been lost, so a person has to confirm it. */
export class EmptyDatabase extends Error {
  override name = 'EmptyDatabase';
}

/** Where the master keys are: in the setting `MASTER_KEY`, or in a file of `DATA_DIR`. */
export type KeyPlace = { text: string } | { file: string };

/** How long another process may take from making the key file to storing its first text, in milliseconds. */
const firstStartMs = 2_000;
const pollMs = 100;

/**
 * Opens the vault of a store. A key file is made only for a database that no verifier has used; with `mayStartNew` also
 * beside such a database with an older key.
 * @throws {EmptyDatabase} for an empty database beside a key file
 * @throws with the setting and the remedy when the master key is lost or wrong; nothing is written
 */
export async function openVaultOf(store: LookupKeys, place: KeyPlace, mayStartNew = false): Promise<Vault> {
  let sealed = await store.storedLookupKey(lookupPlace);
  const setting = 'text' in place ? 'MASTER_KEY' : 'DATA_DIR';
  const missing = (why: string) =>
    new Error(
      `${setting} does not hold the master key of this database: ${why}. Restore the key from its backup ` +
        `(${'file' in place ? place.file : 'the value of MASTER_KEY'}); without it nothing that is sealed can be ` +
        'opened. Nothing was changed.',
    );
  if ('file' in place) {
    const isThere = existsSync(place.file);
    if (sealed !== undefined && !isThere) throw missing(`${place.file} is missing`);
    if (sealed === undefined && isThere && !mayStartNew) {
      // another process may be at its first start, between making the key and storing the first text
      for (let waited = 0; sealed === undefined && waited < firstStartMs; waited += pollMs) {
        await new Promise((resolve) => setTimeout(resolve, pollMs));
        sealed = await store.storedLookupKey(lookupPlace);
      }
      if (sealed === undefined)
        throw new EmptyDatabase(
          `The database is empty, but ${place.file} holds the master key of an earlier one. If that database was ` +
            'lost, restore it from its backup. To begin with an empty one, start with --new-database.',
        );
    }
  }
  const masters = 'text' in place ? masterKeysIn(place.text) : masterKeyFile(place.file);
  const keyId = sealed?.split('.')[0];
  try {
    return await openStoredVault(store, masters);
  } catch (error) {
    throw keyId === undefined ? error : missing(error instanceof Error ? error.message.replace(/\.$/, '') : keyId);
  }
}
