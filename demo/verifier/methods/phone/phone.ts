import { newId } from '../../crypto/ids.js';
import type { IdentityChecks } from '../../providers/identity-checks.js';
import type { IdentityKind } from '../../providers/provider.js';
import type { Method } from '../method.js';

/** A check on an identity provider's page. The proof is empty: the verifier fetches the result from the provider. */
export const identityCheck = (kind: IdentityKind, identity: IdentityChecks): Method => ({
  countsFailures: false,
  async createChallenge() {
    const ticket = newId('ck');
    return { params: identity.addresses(ticket), check: { ticket, memo: kind } };
  },
  prepareCheck: (_proof, challenge) => (asked, now) => identity.result(challenge, asked, now),
});

/** The phone identity check. */
export const phone = (identity: IdentityChecks): Method => identityCheck('phone', identity);
