/** What is searched for: the number up to `maxNumber` for which SHA-256(salt + number), in hex, is `challenge`. */
export interface Puzzle {
  challenge: string;
  salt: string;
  maxNumber: number;
}

/**
 * Tries one number after the other; undefined when none fits. `report` is told now and then how many were tried, and ends the search by
 * answering false. Runs in a worker as text, so that it must know nothing but itself.
 */
export async function search({ challenge, salt, maxNumber }: Puzzle, report: (tried: number) => boolean | Promise<boolean>): Promise<number | undefined> {
  const encoder = new TextEncoder();
  const batch = 128;
  for (let first = 0; first <= maxNumber && (await report(first)); first += batch) {
    const numbers = Array.from({ length: Math.min(batch, maxNumber - first + 1) }, (_, index) => first + index);
    const digests = await Promise.all(numbers.map((number) => crypto.subtle.digest('SHA-256', encoder.encode(salt + number))));
    const found = digests.findIndex((digest) => Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('') === challenge);
    if (found >= 0) return first + found;
  }
  return undefined;
}
