import type { FastifyInstance } from 'fastify';
import type { Clock } from '../domain/clock.js';
import type { Store } from '../store/store.js';
import type { OpenedSettings } from '../sites/site-settings.js';
import type { Vault } from '../crypto/vault.js';
import type { MotpAuthority, UpstreamReporter } from './authority.js';
import type { HrdKorea } from './hrd-korea/client.js';
import { hrdKorea } from './hrd-korea/hrd-korea.js';
import { upstreamReporter } from './hrd-korea/reports.js';
import { hrdKoreaSandbox } from './hrd-korea/sandbox/sandbox.js';

/** Where HRD Korea is, the same for all sites. */
export interface HrdKoreaAddresses {
  otpUrl: string;
  reportUrl: string;
}

/** The authority of a site for codes, and the reports to it if it is upstream. */
export interface SiteAuthority {
  authority: MotpAuthority;
  reporter?: UpstreamReporter;
}

export interface Authorities {
  of(settings: NonNullable<OpenedSettings['authority']>): Promise<SiteAuthority>;
  /** Closes the sandbox, if one was opened. */
  close(): Promise<void>;
}

/** Time-out of a request to HRD Korea, in milliseconds. */
const timeoutMs = 10_000;

/** The institution's id at the sandbox. */
const sandboxInstitution = 'SANDBOX';

/** Makes the authorities of sites; `apps` is our own registry. The sandbox is opened for the first site that needs it. */
export function openAuthorities(
  apps: MotpAuthority,
  store: Store,
  vault: Vault,
  clock: Clock,
  addresses: HrdKoreaAddresses,
): Authorities {
  let sandbox: { app: FastifyInstance; address: Promise<string> } | undefined;
  function openSandbox() {
    const app = hrdKoreaSandbox(apps, clock);
    return { app, address: app.listen({ host: '127.0.0.1', port: 0 }) };
  }
  const at = (service: HrdKorea): SiteAuthority => ({
    authority: hrdKorea(service, store, vault),
    reporter: upstreamReporter(service, vault),
  });
  return {
    async of(settings) {
      switch (settings.kind) {
        case 'devices':
          return { authority: apps };
        case 'hrd-korea':
          return at({ ...addresses, institution: settings.institution, timeoutMs });
        case 'hrd-korea-sandbox': {
          const address = await (sandbox ??= openSandbox()).address;
          return at({ otpUrl: address, reportUrl: address, institution: sandboxInstitution, timeoutMs });
        }
      }
    },
    close: async () => sandbox?.app.close(),
  };
}
