import type { Checkpoint, Grant } from 'mo-otp-gate/contract';
import { dayText, koreanDayEnd, koreanDayNumber } from './korean-time.js';
import type { Rule } from './policy.js';

/** Seconds after which a grant ends at the latest. */
export const grantLimits = { entry: 4 * 3600, once: 30 * 86_400 } as const;

/**
 * What a verification of the checkpoint at `verifiedAt` admits to, by the rule of its kind; `now` is the time of redemption.
 * Both are epoch milliseconds.
 */
export function grantFor(rule: Rule, { number }: Pick<Checkpoint, 'number'>, verifiedAt: number, now: number): Grant {
  const entry: Grant = { scope: 'entry', expiresIn: grantLimits.entry };
  const once: Grant = { scope: 'once', expiresIn: grantLimits.once };
  switch (rule.when) {
    case 'every-entry':
      return entry;
    case 'first-of-day': {
      const expiresIn = Math.ceil((koreanDayEnd(dayText(koreanDayNumber(verifiedAt))) - now) / 1000);
      // verified before midnight and redeemed after it: the new day needs a verification of its own
      return expiresIn > 0 ? { scope: 'day', expiresIn } : entry;
    }
    case 'every-lessons':
      // a lesson without a number is verified at every entry
      return number === undefined ? entry : once;
    case 'once':
    case 'never':
      return once;
  }
}
