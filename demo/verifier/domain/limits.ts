/** Durations in seconds. `tries` is the number of consecutive failures with one method that locks it. */
/**
 * How much one session and one challenge may write. An attempt leaves a row of attempts and one of evidence, which is kept
 * for years: without a limit one challenge id fills the disk.
 */
export const writingLimits = {
  /** Attempts of a session that are written down; the sixth wrong code locks long before. */
  attempts: 100,
  /** Milliseconds after its end in which an attempt at a challenge is still written down. */
  late: 60_000,
} as const;

export const limits = { session: 900, challenge: 300, token: 300, tries: 5 } as const;
