import type { IdentityChecks } from '../../providers/identity-checks.js';
import type { Method } from '../method.js';
import { identityCheck } from '../phone/phone.js';

/** i-PIN identifies a person by name, birth date and DI, without a phone, so it needs the learner's birth date. */
export const ipin = (identity: IdentityChecks): Method => ({
  ...identityCheck('ipin', identity),
  isAvailableTo: ({ birthDate }) => birthDate !== undefined,
});
