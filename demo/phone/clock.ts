/** A source of time in epoch milliseconds; `Date` implements it. */
export interface Clock {
  now(): number;
}
