import type { Challenge, CheckResult, Pending } from '../domain/model.js';

/** The polling interval of the gate, in seconds. */
const retryIn = 2;

/** The result from the challenge's page, or `pending`. */
export const outcomeOf = ({ check }: Challenge): CheckResult | Pending =>
  check?.outcome ?? { found: 'pending', retryIn };
