import type { Challenge, CheckResult, Pending } from '../domain/model.js';

/** How soon the gate asks again, in seconds. */
const retryIn = 2;

/** What a page found out for this challenge, or that it has not yet. */
export const outcomeOf = ({ check }: Challenge): CheckResult | Pending =>
  check?.outcome ?? { found: 'pending', retryIn };
