/**
 * How the TOTP secret is stored: XORed with a pad derived from the PIN. Every PIN yields some secret and nothing stored
 * tells which one is right, so a copy of the storage does not allow trying the 10,000 PINs: a guess can only be tried
 * at the verifier, which counts. This holds only while the secret is random and nothing derived from it (a code, a
 * checksum, a name) is stored beside it.
 */

/** The stored form of the secret. */
export interface MaskedSecret {
  /** HMAC-SHA-256, generated here and not extractable, so that guessing needs this device. */
  key: CryptoKey;
  salt: Uint8Array<ArrayBuffer>;
  hidden: Uint8Array<ArrayBuffer>;
}

/** Slows down each guess, should the key be copied along with the record. */
const PBKDF2_ITERATIONS = 600_000;
/** The output length of HMAC-SHA-256. */
const MAX_SECRET_BYTES = 32;

/**
 * Masks a secret with a PIN, a new key and a new salt.
 *
 * @throws RangeError when the secret is longer than the pad (32 bytes).
 */
export async function maskSecret(secret: Uint8Array, pin: string): Promise<MaskedSecret> {
  if (secret.length > MAX_SECRET_BYTES) throw new RangeError(`a secret has at most ${MAX_SECRET_BYTES} bytes`);
  const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { key, salt, hidden: xor(secret, await padOf(pin, key, salt)) };
}

/** The secret for this PIN: the right one for the right PIN, another one of the same length for any other PIN. */
export async function unmaskSecret({ key, salt, hidden }: MaskedSecret, pin: string) {
  return xor(hidden, await padOf(pin, key, salt));
}

async function padOf(pin: string, key: CryptoKey, salt: Uint8Array<ArrayBuffer>) {
  const typed = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits']);
  const stretched = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: PBKDF2_ITERATIONS },
    typed,
    256,
  );
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, stretched));
}

/** As long as `bytes`; the rest of the pad is unused. */
const xor = (bytes: Uint8Array, pad: Uint8Array) => Uint8Array.from(bytes, (byte, i) => byte ^ pad[i]!);
