import type { MotpAuthority } from '../authorities/authority.js';
import type { IdentityChecks } from '../providers/identity-checks.js';
import type { Store } from '../store/store.js';
import type { Vault } from '../crypto/vault.js';
import { ipin } from './ipin/ipin.js';
import type { Method } from './method.js';
import { motp, type Apps } from './motp.js';
import type { Methods } from './offers.js';
import { phone } from './phone/phone.js';
import { webOtp } from './web-otp/web-otp.js';

/** Dependencies of the methods. */
export interface Means {
  authority: MotpAuthority;
  captcha: Method;
  identity: IdentityChecks;
  store: Store;
  vault: Vault;
  apps?: Apps | undefined;
}

/** Every verification method that the dependencies allow. */
export const methods = ({ authority, captcha, identity, store, vault, apps }: Means): Methods => ({
  motp: motp(authority, apps),
  captcha,
  ...(identity.kinds.includes('phone') && { 'web-otp': webOtp(store, vault, identity), phone: phone(identity) }),
  ...(identity.kinds.includes('ipin') && { ipin: ipin(identity) }),
});
