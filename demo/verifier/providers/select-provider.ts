import type { Clock } from '../domain/clock.js';
import type { Vault } from '../crypto/vault.js';
import type { OpenedSettings } from '../sites/site-settings.js';
import { niceProvider } from './nice/nice.js';
import { noProvider } from './no-provider.js';
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
  /** Whether learners can reach the verifier: it then refuses the sandbox and test channels. */
  isPublic: boolean;
  providers: ProviderAddresses;
}

/**
 * The identity provider of a site's settings.
 * @throws for the sandbox where learners can reach the verifier
 */
export async function selectProvider(
  settings: NonNullable<OpenedSettings['identity']>,
  { vault, clock, address, isPublic, providers }: ProviderMeans,
): Promise<IdentityProvider> {
  switch (settings.kind) {
    case 'none':
      return noProvider;
    case 'sandbox':
      return sandboxProvider({ vault, address }, isPublic);
    case 'portone': {
      const { portoneProvider } = await import('./portone/portone.js'); // its library takes a tenth of a second to load
      return portoneProvider({ ...settings, api: providers.portoneApi, acceptTests: !isPublic }, address);
    }
    case 'nice':
      return niceProvider({ ...settings, api: providers.niceApi, form: providers.niceForm }, clock);
  }
}
