import type { Clock } from '../domain/clock.js';
import { post } from './outbox.js';
import type { Settings } from '../settings.js';
import type { Store } from '../store/store.js';
import type { Vault } from '../crypto/vault.js';
import type { UpstreamReporter, MotpAuthority } from './authority.js';
import type { HrdKorea } from './hrd-korea/client.js';
import { hrdKorea } from './hrd-korea/hrd-korea.js';
import { correspondence } from './hrd-korea/letters.js';
import { hrdKoreaSandbox } from './hrd-korea/sandbox/sandbox.js';

/** Who knows the phone apps, and who must be told of decisions. */
export interface OpenAuthority {
  authority: MotpAuthority;
  tell: UpstreamReporter['about'];
  /** Lets a letter under way arrive, then closes. */
  close(): Promise<void>;
}

/** How long HRD Korea may take to answer, in milliseconds. */
const patience = 10_000;

/** Opens the authority that the settings name; `apps` is our own registry. */
export async function openAuthority(
  settings: Settings,
  apps: MotpAuthority,
  store: Store,
  vault: Vault,
  clock: Clock,
): Promise<OpenAuthority> {
  if (settings.MOTP_AUTHORITY === 'devices') return { authority: apps, tell: () => [], close: async () => undefined };
  const sandbox = settings.MOTP_AUTHORITY === 'hrd-korea-sandbox' ? hrdKoreaSandbox(apps, clock) : undefined;
  const address = await sandbox?.listen({ host: '127.0.0.1', port: 0 });
  const service: HrdKorea = {
    otpUrl: address ?? settings.HRD_KOREA_OTP_URL,
    reportUrl: address ?? settings.HRD_KOREA_REPORT_URL,
    institution: settings.HRD_KOREA_INSTITUTION ?? 'SANDBOX',
    patience,
  };
  const letters = correspondence(service, vault);
  const posting = post(store, letters.send, clock);
  return {
    authority: hrdKorea(service, store, vault),
    tell: letters.about,
    async close() {
      await posting.stop();
      await sandbox?.close();
    },
  };
}
