/**
 * How the TOTP secret lies on the phone: hidden under a pad that the PIN makes. Every PIN opens to *some* secret and nothing stored says which
 * one is right, so whoever copies the storage cannot try the 10,000 PINs on it: a guess can only be tried at the verifier, which counts.
 * That holds only while the secret is random and nothing made from it (a code, a check sum, a name) is stored beside it.
 */

/** Everything of the secret that is stored. */
export interface Camouflaged {
  /** HMAC-SHA-256, made here and not extractable: another device cannot even start. */
  key: CryptoKey;
  salt: Uint8Array<ArrayBuffer>;
  hidden: Uint8Array<ArrayBuffer>;
}

/** PBKDF2 rounds: makes each guess slow, should the key be copied along with the rest. */
const ROUNDS = 600_000;
/** Bytes that HMAC-SHA-256 gives. */
const LONGEST = 32;

/**
 * Hides a secret under a PIN, with a fresh key and salt.
 *
 * @throws RangeError when the secret is longer than the pad (32 bytes).
 */
export async function hide(secret: Uint8Array, pin: string): Promise<Camouflaged> {
  if (secret.length > LONGEST) throw new RangeError(`a secret has at most ${LONGEST} bytes`);
  const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { key, salt, hidden: xor(secret, await padOf(pin, key, salt)) };
}

/** The secret that this PIN opens to: the right one for the right PIN, another one of the same length for every other. */
export async function reveal({ key, salt, hidden }: Camouflaged, pin: string) {
  return xor(hidden, await padOf(pin, key, salt));
}

async function padOf(pin: string, key: CryptoKey, salt: Uint8Array<ArrayBuffer>) {
  const typed = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits']);
  const stretched = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS },
    typed,
    256,
  );
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, stretched));
}

/** As long as `bytes`; the rest of the pad is unused. */
const xor = (bytes: Uint8Array, pad: Uint8Array) => Uint8Array.from(bytes, (byte, i) => byte ^ pad[i]!);
