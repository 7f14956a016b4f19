import type { Vault } from '../crypto/vault.js';
import type { Clock } from '../domain/clock.js';
import type { DefaultSettings } from '../sites/default-settings.js';
import type { Store } from '../store/store.js';

/** Dependencies of the administrator's pages. */
export interface AdministratorDependencies {
  store: Store;
  vault: Vault;
  clock: Clock;
  defaults: DefaultSettings;
  /** What administrators log in with. */
  secret: string;
}
