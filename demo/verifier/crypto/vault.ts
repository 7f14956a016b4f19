import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { masterKeyBytes, type MasterKeys } from './master-keys.js';
import type { LookupKeys } from '../store/store.js';

/** Encrypts and hashes data that a stolen database must not reveal. */
export interface Vault {
  /**
   * Encrypts (AES-256-GCM) with the first master key. `place` is authenticated too: sealed text moved to another place
   * does not open.
   */
  seal(text: string | Uint8Array, place: string): string;
  /** @throws when the text was changed or moved, or its master key is missing */
  open(sealed: string, place: string): Buffer;
  /** The text sealed with the first master key, or `null` if it already is. */
  reseal(sealed: string, place: string): string | null;
  /** A keyed hash (HMAC-SHA-256) for lookups of equal text; it reveals nothing without the key. */
  hash(purpose: string, text: string): string;
}

const derive = (master: Uint8Array, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', master, '', `mo-otp-gate ${purpose}`, masterKeyBytes));

interface Sealing {
  id: string;
  key: KeyObject;
}

/**
 * Opens a vault with master keys of 256 bits, from which the sealing keys are derived (HKDF, RFC 5869). `lookup` is the
 * key of the hashes; by default it is derived from the first master key and changes with it.
 */
export function openVault(masters: Uint8Array | MasterKeys, lookup?: Uint8Array): Vault {
  const known = new Map<string, Sealing>();
  const all = typeof masters === 'function' ? masters : () => [masters];

  function sealing(master: Uint8Array): Sealing {
    if (master.length !== masterKeyBytes)
      throw new Error(`A master key must have ${masterKeyBytes} bytes; this one has ${master.length}.`);
    const name = Buffer.from(master).toString('base64');
    const found = known.get(name) ?? {
      id: createHash('sha256').update(derive(master, 'id')).digest('hex').slice(0, 8),
      key: createSecretKey(derive(master, 'seal')),
    };
    known.set(name, found);
    return found;
  }
  function first(): Uint8Array {
    const [master] = all();
    if (!master) throw new Error('There is no master key.');
    return master;
  }
  const { id: firstId } = sealing(first());
  const hashing = createSecretKey(lookup ?? derive(first(), 'hash'));

  function seal(text: string | Uint8Array, place: string): string {
    const { id, key } = sealing(first());
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place));
    const body = Buffer.concat([iv, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
    return `${id}.${body.toString('base64url')}`;
  }

  function open(sealed: string, place: string): Buffer {
    const [keyId, text = ''] = sealed.split('.');
    const found = all()
      .map(sealing)
      .find(({ id }) => id === keyId);
    if (!found)
      throw new Error(`Sealed with the master key ${keyId}, which is not configured; the first one is ${firstId}.`);
    const body = Buffer.from(text, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', found.key, body.subarray(0, 12), { authTagLength: 16 })
      .setAAD(Buffer.from(place))
      .setAuthTag(body.subarray(-16));
    return Buffer.concat([decipher.update(body.subarray(12, -16)), decipher.final()]);
  }

  return {
    seal,
    open,
    reseal: (sealed, place) => (sealed.startsWith(`${sealing(first()).id}.`) ? null : seal(open(sealed, place), place)),
    hash: (purpose, text) => createHmac('sha256', hashing).update(`${purpose}\0${text}`).digest('base64url'),
  };
}

/** The place of the key of a store's hashes. */
export const lookupPlace = 'lookup';

/**
 * Opens the vault of a store. The key of its hashes is sealed in the store, so that hashes survive a change of master
 * keys.
 */
export async function openStoredVault(store: LookupKeys, masters: MasterKeys): Promise<Vault> {
  const vault = openVault(masters);
  const [master] = masters();
  const hashing = vault.seal(derive(master!, 'hash'), lookupPlace);
  const sealed = await store.lookupKey({ id: lookupPlace, sealed: hashing });
  return openVault(masters, vault.open(sealed, lookupPlace));
}
