import type { SmsSender } from '../../sms/sms.js';
import type { IdentityRequests } from '../../store/methods.js';
import type { Vault } from '../../crypto/vault.js';

/** Dependencies of the sandbox. */
export interface SandboxMeans {
  sms: SmsSender;
  store: Pick<IdentityRequests, 'request'>;
  vault: Vault;
  /** The verifier's base URL. */
  address: string;
}
