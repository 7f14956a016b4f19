/** Durations in seconds. `tries` is the number of consecutive failures with one method that locks it. */
export const limits = { session: 900, challenge: 300, token: 300, tries: 5 } as const;
