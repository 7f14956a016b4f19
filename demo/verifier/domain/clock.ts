/** Time as a parameter: `now()` is epoch milliseconds. Everything that depends on time is given one, so that tests set it. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
