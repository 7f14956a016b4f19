/** A source of time in epoch milliseconds; `Date` is one. What depends on time takes one, so that tests can set the time. */
export interface Clock {
  now(): number;
}
