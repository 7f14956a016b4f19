import * as motp from './motp/wire.js';

/** Every way to verify, with the shape of its `params` (verifier → gate) and its `proof` (gate → verifier). */
export const methods = { motp };

/** The name of a way to verify that this version knows. */
export type MethodId = keyof typeof methods;
