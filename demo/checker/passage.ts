import { setTimeout as sleep } from 'node:timers/promises';

/** How time goes on at the verifier. */
export interface Passage {
  /** Whether it goes on at once when told, so that minutes cost nothing. */
  readonly moves: boolean;
  /** Comes back when so many seconds have gone by at the verifier. */
  pass(seconds: number): Promise<void>;
}

/** Time as it is. `tell` hears how long a wait will be, in seconds. */
export const realTime = (tell: (seconds: number) => void): Passage => ({
  moves: false,
  async pass(seconds) {
    tell(seconds);
    await sleep(seconds * 1000);
  },
});

/** The clock of a verifier that was started for tests: `POST {url} {"advance": seconds}` puts it forward. */
export const movedThrough = (url: string): Passage => ({
  moves: true,
  async pass(seconds) {
    const reply = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ advance: seconds }),
    });
    if (!reply.ok) throw new Error(`The clock at ${url} did not move: ${reply.status}`);
  },
});
