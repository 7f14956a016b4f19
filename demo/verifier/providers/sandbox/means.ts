import type { SmsSender } from '../../sms/sms.js';
import type { IdentityRequests } from '../../store/methods.js';
import type { Vault } from '../../crypto/vault.js';

/** What the sandbox is made of. */
export interface SandboxMeans {
  sms: SmsSender;
  store: Pick<IdentityRequests, 'request'>;
  vault: Vault;
  /** The verifier's own base address. */
  address: string;
}
