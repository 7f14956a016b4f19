import type { IdentityChecks } from '../../providers/identity-checks.js';
import type { Method } from '../method.js';
import { identityCheck } from '../phone/phone.js';

/** i-PIN, which knows a person by name, birth date and DI, without a phone: where the site does not know the birth date, nothing could agree. */
export const ipin = (identity: IdentityChecks): Method => ({
  ...identityCheck('ipin', identity),
  isAvailableTo: ({ birthDate }) => birthDate !== undefined,
});
