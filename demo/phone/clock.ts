/** Where time comes from, in epoch milliseconds: `Date` in life, anything in a test. */
export interface Clock {
  now(): number;
}
