/** What is searched for: the number up to `maxNumber` for which SHA-256(salt + number), in hex, is `challenge`. */
export interface Puzzle {
  challenge: string;
  salt: string;
  maxNumber: number;
}

/**
 * Tries one number after the other; undefined when none fits. `report` is told now and then how many were tried, and ends the search by
 * answering false. In the page itself: the browser makes the digests beside it anyway, and a worker would have to be allowed by the
 * page's Content-Security-Policy and Trusted Types.
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
    await breath();
  }
  return undefined;
}

/** Gives the page a turn for its learner. Not by a timer: in a tab that is not in front those come once a second. */
const breath = () =>
  new Promise<void>((taken) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      taken();
    };
    port2.postMessage(0);
  });
