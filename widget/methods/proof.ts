/** A method's own words; `notices` replaces the gate's notices, by reason or status. */
export interface BaseMethodWords {
  readonly notices?: { readonly [reason: string]: string };
}

/** A proof, or a function that makes one and takes its time. */
export type Proof = object | ((check: Check) => Promise<object>);

/** The reason why there is no proof to send: the code is incomplete, the browser blocked a window. */
export type ProofError = 'length' | 'blocked';

/** The running check, as a function that makes a proof sees it. */
export interface Check {
  /** Aborted when the check ends. */
  signal: AbortSignal;
  /** Polls the verifier now instead of after its `retryIn`. */
  poll(): void;
}
