/** Sentences of one way; `notices` are what a notice says in this way's own words, by reason or status. */
export interface BaseMethodWords {
  readonly notices?: { readonly [why: string]: string };
}

/** A proof at once, or one that takes its time. */
export type Proof = object | ((check: Check) => Promise<object>);

/** What a proof that takes its time knows of the check that it is for. */
export interface Check {
  /** Aborted when the check is over, however it ends. */
  signal: AbortSignal;
  /** Asks the verifier now instead of when its `retryIn` has passed. */
  poll(): void;
}
