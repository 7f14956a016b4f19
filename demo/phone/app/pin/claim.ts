import { mac } from './mac.js';

/** Proves to the verifier that the typed PIN was right. `attempt` is random; a repeated attempt counts once. */
export interface Claim {
  attempt: string;
  proof: string;
}

/** A new claim; the verifier counts wrong ones. It is never stored: beside the secret it would tell PINs apart. */
export async function claimWith(secret: Uint8Array<ArrayBuffer>): Promise<Claim> {
  const attempt = hex(crypto.getRandomValues(new Uint8Array(16)));
  return { attempt, proof: hex(await mac(secret, `mo-otp-gate unlock ${attempt}`)) };
}

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
