import { mac } from './mac.js';

/** The claim that the PIN just typed was right: only the right secret makes this proof. `attempt` is random; repeating it counts nothing twice. */
export interface Claim {
  attempt: string;
  proof: string;
}

/** A fresh claim for the verifier, which counts the wrong ones. It is never stored: beside a stored secret it would tell PINs apart. */
export async function claimWith(secret: Uint8Array<ArrayBuffer>): Promise<Claim> {
  const attempt = hex(crypto.getRandomValues(new Uint8Array(16)));
  return { attempt, proof: hex(await mac(secret, `mo-otp-gate unlock ${attempt}`)) };
}

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
