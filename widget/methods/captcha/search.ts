/** The number up to `maxNumber` is searched for which SHA-256(salt + number), in hex, is `challenge`. */
export interface Puzzle {
  challenge: string;
  salt: string;
  maxNumber: number;
}

/**
 * Tries the numbers in order; resolves to undefined when none fits. `report` gets the count of numbers tried so far and
 * stops the search by returning false. Runs on the main thread: the browser hashes in the background anyway, and a
 * worker would need the page's Content-Security-Policy and Trusted Types to allow it.
 */
export async function search(
  { challenge, salt, maxNumber }: Puzzle,
  report: (tried: number) => boolean,
): Promise<number | undefined> {
  const encoder = new TextEncoder();
  const batch = 128;
  for (let first = 0; first <= maxNumber && report(first); first += batch) {
    const numbers = [...Array(Math.min(batch, maxNumber - first + 1))].map((_, index) => first + index);
    const digests = await Promise.all(
      numbers.map((number) => crypto.subtle.digest('SHA-256', encoder.encode(salt + number))),
    );
    const found = digests.findIndex(
      (digest) => [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('') === challenge,
    );
    if (found >= 0) return first + found;
    await yieldToPage();
  }
  return undefined;
}

/** Lets the page handle its events. Not by a timer: in a background tab those fire once a second. */
const yieldToPage = () =>
  new Promise<void>((resume) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resume();
    };
    port2.postMessage(0);
  });
