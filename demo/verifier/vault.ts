import { createCipheriv, createDecipheriv, createHash, createHmac, createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Keeps what must not be read from a stolen database. */
export interface Vault {
  /** Encrypts (AES-256-GCM). `place` is where the text will stand: sealed text moved elsewhere does not open. */
  seal(text: string | Uint8Array, place: string): string;
  /** @throws when the text was changed, moved, or sealed with another master key. */
  open(sealed: string, place: string): Buffer;
  /** A keyed hash (HMAC-SHA-256): finds the same text again, but tells nobody who lacks the key what it was. */
  hash(purpose: string, text: string): string;
}

const keyBytes = 32;

/** Opens a vault with a master key of 256 bits; the keys for its two jobs are derived from it (HKDF, RFC 5869). */
export function openVault(master: Uint8Array): Vault {
  if (master.length !== keyBytes) throw new Error(`The master key must have ${keyBytes} bytes; this one has ${master.length}.`);
  const derived = (purpose: string): KeyObject => createSecretKey(Buffer.from(hkdfSync('sha256', master, '', `mo-otp-gate ${purpose}`, keyBytes)));
  const sealing = derived('seal');
  const hashing = derived('hash');
  const id = createHash('sha256').update(derived('id').export()).digest('hex').slice(0, 8);
  return {
    seal(text, place) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealing, iv).setAAD(Buffer.from(place));
      const body = Buffer.concat([iv, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
      return `${id}.${body.toString('base64url')}`;
    },
    open(sealed, place) {
      const [keyId, text = ''] = sealed.split('.');
      if (keyId !== id) throw new Error(`Sealed with the master key ${keyId}, but the vault has ${id}.`);
      const body = Buffer.from(text, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', sealing, body.subarray(0, 12), { authTagLength: 16 }).setAAD(Buffer.from(place)).setAuthTag(body.subarray(-16));
      return Buffer.concat([decipher.update(body.subarray(12, -16)), decipher.final()]);
    },
    hash: (purpose, text) => createHmac('sha256', hashing).update(`${purpose}\0${text}`).digest('base64url'),
  };
}

/** Reads the master key from a file, which is made at first start and readable by its owner only. */
export function masterKeyFile(path: string): Buffer {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(path, randomBytes(keyBytes).toString('base64'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return Buffer.from(readFileSync(path, 'utf8'), 'base64');
}
