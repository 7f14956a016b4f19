/** Imports the HMAC-SHA-1 key as a WebCrypto key that no script can read. `key` is base64url. */
export function importKey(key: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(atob(key.replace(/-/g, '+').replace(/_/g, '/')), (character) =>
    character.charCodeAt(0),
  );
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']);
}

/** The code of a time step (RFC 6238 §4, RFC 4226 §5.3). */
export async function codeAt(key: CryptoKey, step: number, digits: number): Promise<string> {
  const counter = new DataView(new ArrayBuffer(8));
  counter.setUint32(0, step / 2 ** 32);
  counter.setUint32(4, step);
  const mac = new DataView(await crypto.subtle.sign('HMAC', key, counter));
  const offset = mac.getUint8(mac.byteLength - 1) & 0xf;
  return String((mac.getUint32(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0');
}
