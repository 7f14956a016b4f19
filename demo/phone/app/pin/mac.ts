/** HMAC-SHA-256 of a text under the TOTP secret. Each use prefixes its text with its purpose. */
export async function mac(secret: Uint8Array<ArrayBuffer>, text: string) {
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text)));
}
