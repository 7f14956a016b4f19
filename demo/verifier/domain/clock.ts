/** A clock: `now()` is epoch milliseconds. All code that depends on time takes one, so that tests can set the time. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
