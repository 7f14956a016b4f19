import type { Clock } from '../domain/clock.js';
import type { Vault } from '../crypto/vault.js';
import type { OpenedSettings } from '../sites/site-settings.js';
import { niceProvider } from './nice/nice.js';
import { portoneProvider } from './portone/portone.js';
import type { IdentityProvider } from './provider.js';
import { sandboxProvider } from './sandbox/sandbox.js';

/** Where the providers are, the same for all sites. */
export interface ProviderAddresses {
  portoneApi: string;
  niceApi: string;
  niceForm: string;
}

/** The dependencies of every provider; `address` is the verifier's base URL. */
export interface ProviderMeans {
  vault: Vault;
  clock: Clock;
  address: string;
  /** `NODE_ENV`. */
  environment: string | undefined;
  providers: ProviderAddresses;
}

/**
 * The identity provider of a site's settings.
 * @throws for the sandbox in production
 */
export function selectProvider(
  settings: NonNullable<OpenedSettings['identity']>,
  { vault, clock, address, environment, providers }: ProviderMeans,
): IdentityProvider {
  switch (settings.kind) {
    case 'sandbox':
      return sandboxProvider({ vault, address }, environment);
    case 'portone':
      return portoneProvider(
        { ...settings, api: providers.portoneApi, acceptTests: environment !== 'production' },
        address,
      );
    case 'nice':
      return niceProvider({ ...settings, api: providers.niceApi, form: providers.niceForm }, clock);
  }
}
