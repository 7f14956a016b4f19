import type { Session } from '../../domain/model.js';
import type { SmsSender } from '../../sms/sms.js';
import type { IdentityRequests } from '../../store/methods.js';
import type { Vault } from '../../crypto/vault.js';

/** Dependencies of the sandbox's pages. */
export interface SandboxMeans {
  /** The sender of the session's site, or `undefined` when the site has another provider. */
  smsOf(session: Session): Promise<SmsSender | undefined>;
  store: Pick<IdentityRequests, 'request'>;
  vault: Vault;
}
