import { setTimeout as sleep } from 'node:timers/promises';

/** The clock of the verifier under test. */
export interface VerifierClock {
  /** Whether `advance` returns at once, so that cases may let minutes pass. */
  readonly adjustable: boolean;
  /** Resolves when the verifier's clock is that many seconds ahead. */
  advance(seconds: number): Promise<void>;
}

/** Real time. `onWait` is called with the seconds of each wait before it begins. */
export const realTime = (onWait: (seconds: number) => void): VerifierClock => ({
  adjustable: false,
  async advance(seconds) {
    onWait(seconds);
    await sleep(seconds * 1000);
  },
});

/** The clock of a verifier started for tests: `POST {url} {"advance": seconds}` advances it. */
export const remoteClock = (url: string): VerifierClock => ({
  adjustable: true,
  async advance(seconds) {
    const reply = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ advance: seconds }),
    });
    if (!reply.ok) throw new Error(`The clock at ${url} did not advance: ${reply.status}`);
  },
});
