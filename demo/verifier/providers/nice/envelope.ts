/**
 * NICE's envelope: JSON encrypted with AES-128-CBC and signed with HMAC-SHA-256, with keys derived from a token (NICE
 * token API).
 */
import { createCipheriv, createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The keys of a request's envelope and its answer's. */
export interface EnvelopeKeys {
  key: string;
  iv: string;
  hmacKey: string;
}

/**
 * The keys are cut from the base64 of one hash: AES key its first 16 characters, IV its last 16, HMAC key its first 32.
 */
export function envelopeKeys(requestTime: string, requestNumber: string, tokenValue: string): EnvelopeKeys {
  const text = createHash('sha256')
    .update(requestTime + requestNumber + tokenValue)
    .digest('base64');
  return { key: text.slice(0, 16), iv: text.slice(-16), hmacKey: text.slice(0, 32) };
}

const hmac = (data: string, { hmacKey }: EnvelopeKeys) => createHmac('sha256', hmacKey).update(data).digest();

export function seal(message: object, keys: EnvelopeKeys): { enc_data: string; integrity_value: string } {
  const cipher = createCipheriv('aes-128-cbc', keys.key, keys.iv);
  const enc_data = Buffer.concat([cipher.update(JSON.stringify(message)), cipher.final()]).toString('base64');
  return { enc_data, integrity_value: hmac(enc_data, keys).toString('base64') };
}

/** The content of an envelope, or `undefined` if its signature, checked first, does not match. The text is EUC-KR. */
export function unseal(
  { enc_data = '', integrity_value = '' }: { enc_data?: string; integrity_value?: string },
  keys: EnvelopeKeys,
): unknown {
  const signature = Buffer.from(integrity_value, 'base64');
  const expected = hmac(enc_data, keys);
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return undefined;
  const decipher = createDecipheriv('aes-128-cbc', keys.key, keys.iv);
  const text = Buffer.concat([decipher.update(enc_data, 'base64'), decipher.final()]);
  return JSON.parse(new TextDecoder('euc-kr', { fatal: true }).decode(text));
}
