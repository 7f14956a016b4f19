import type { Clock } from '../domain/clock.js';
import type { Settings } from '../settings.js';
import { niceProvider } from './nice/nice.js';
import { portoneProvider } from './portone/portone.js';
import type { IdentityProvider } from './provider.js';
import type { SandboxMeans } from './sandbox/means.js';
import { sandboxProvider } from './sandbox/sandbox.js';

/** The identity provider that the settings select; `settingsFrom` has checked that its settings are present. */
export function selectProvider(
  settings: Settings,
  { clock, ...means }: SandboxMeans & { clock: Clock },
): IdentityProvider {
  const { address } = means;
  const production = settings.NODE_ENV === 'production';
  switch (settings.IDENTITY_PROVIDER) {
    case 'sandbox':
      return sandboxProvider(means, settings.NODE_ENV);
    case 'portone': {
      const {
        PORTONE_STORE_ID: storeId,
        PORTONE_CHANNEL_KEY: channelKey,
        PORTONE_API_SECRET: secret,
        PORTONE_API_URL: api,
      } = settings;
      return portoneProvider(
        { storeId: storeId!, channelKey: channelKey!, secret: secret!, api, acceptTests: !production },
        address,
      );
    }
    case 'nice': {
      const {
        NICE_CLIENT_ID: clientId,
        NICE_CLIENT_SECRET: clientSecret,
        NICE_PRODUCT_ID: productId,
        NICE_API_URL: api,
        NICE_FORM_URL: form,
      } = settings;
      return niceProvider(
        { clientId: clientId!, clientSecret: clientSecret!, productId: productId!, api, form },
        clock,
      );
    }
  }
}
