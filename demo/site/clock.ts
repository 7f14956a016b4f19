/** Where the time comes from: epoch milliseconds. */
export interface Clock {
  now(): number;
}
