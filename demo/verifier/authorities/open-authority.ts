import type { Clock } from '../domain/clock.js';
import { startDelivery } from './outbox.js';
import type { Settings } from '../settings.js';
import type { Store } from '../store/store.js';
import type { Vault } from '../crypto/vault.js';
import type { UpstreamReporter, MotpAuthority } from './authority.js';
import type { HrdKorea } from './hrd-korea/client.js';
import { hrdKorea } from './hrd-korea/hrd-korea.js';
import { upstreamReporter } from './hrd-korea/reports.js';
import { hrdKoreaSandbox } from './hrd-korea/sandbox/sandbox.js';

/** The authority for codes and the reports to it. */
export interface OpenAuthority {
  authority: MotpAuthority;
  upstreamMessages: UpstreamReporter['messagesFor'];
  /** Completes the batch in progress, then closes. */
  close(): Promise<void>;
}

/** Time-out of a request to HRD Korea, in milliseconds. */
const timeoutMs = 10_000;

/** Opens the authority that the settings name; `apps` is our own registry. */
export async function openAuthority(
  settings: Settings,
  apps: MotpAuthority,
  store: Store,
  vault: Vault,
  clock: Clock,
): Promise<OpenAuthority> {
  if (settings.MOTP_AUTHORITY === 'devices')
    return { authority: apps, upstreamMessages: () => [], close: async () => undefined };
  const sandbox = settings.MOTP_AUTHORITY === 'hrd-korea-sandbox' ? hrdKoreaSandbox(apps, clock) : undefined;
  const address = await sandbox?.listen({ host: '127.0.0.1', port: 0 });
  const service: HrdKorea = {
    otpUrl: address ?? settings.HRD_KOREA_OTP_URL,
    reportUrl: address ?? settings.HRD_KOREA_REPORT_URL,
    institution: settings.HRD_KOREA_INSTITUTION ?? 'SANDBOX',
    timeoutMs,
  };
  const reporter = upstreamReporter(service, vault);
  const outbox = startDelivery(store, reporter.send, clock);
  return {
    authority: hrdKorea(service, store, vault),
    upstreamMessages: reporter.messagesFor,
    async close() {
      await outbox.stop();
      await sandbox?.close();
    },
  };
}
