import { join } from 'node:path';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import type { Help } from 'mo-otp-gate/contract';
import type { MotpAuthority, UpstreamReporter } from './authorities/authority.js';
import { deviceRegistry } from './authorities/devices/registry.js';
import { openAuthority } from './authorities/open-authority.js';
import { systemClock, type Clock } from './domain/clock.js';
import { rateLimiter } from './http/rate-limiter.js';
import { selectCaptcha } from './methods/captcha/select-captcha.js';
import { masterKeyFile, masterKeysIn, type MasterKeys } from './crypto/master-keys.js';
import { methods } from './methods/methods.js';
import { dayMs } from './domain/korean-time.js';
import type { Policy } from './domain/policy.js';
import { presets } from './domain/policy-presets.js';
import type { Method } from './methods/method.js';
import type { IdentityProvider } from './providers/provider.js';
import type { SmsSender } from './sms/sms.js';
import { selectProvider } from './providers/select-provider.js';
import { identityChecks } from './providers/identity-checks.js';
import { createServer } from './http/server.js';
import type { Settings, StoreSettings } from './settings.js';
import { hashSecret } from './crypto/secrets.js';
import { smsWebhook } from './sms/webhook.js';
import { openPostgres } from './store/postgres/postgres.js';
import { openSqlite } from './store/sqlite/sqlite.js';
import type { Operator } from './store/operators.js';
import type { Store } from './store/store.js';
import type { Site } from './store/sites.js';
import { testMode } from './test-mode/test-mode.js';
import { openTokens } from './crypto/tokens.js';
import { openStoredVault } from './crypto/vault.js';

/** A verifier that is composed and ready to listen. */
export interface OpenVerifier {
  server: FastifyInstance;
  store: Store;
  /** Registers a site with a secret of the caller's; idempotent, so it may run at every start. */
  registerSite(site: Site, secret: string): Promise<void>;
  /** Registers an operator of a site's evidence, likewise. */
  registerOperator(operator: Omit<Operator, 'hash'>, secret: string): Promise<void>;
  /** Completes the requests in progress, then closes server and store. */
  close(): Promise<void>;
}

/**
 * Opens the store: PostgreSQL if `DATABASE_URL` is set, else SQLite in `DATA_DIR`.
 * @throws with a sentence that names the setting but not its value, which may hold a password
 */
export async function openStore({ DATA_DIR, DATABASE_URL }: StoreSettings): Promise<Store> {
  try {
    return DATABASE_URL === undefined ? openSqlite(join(DATA_DIR, 'verifier.db')) : await openPostgres(DATABASE_URL);
  } catch (cause) {
    const { message, code } = cause as NodeJS.ErrnoException; // a host with several addresses fails without a message
    throw new Error(
      `The database of ${DATABASE_URL === undefined ? 'DATA_DIR' : 'DATABASE_URL'} cannot be used: ${message || code}`,
      { cause },
    );
  }
}

/** The file of the master keys, unless they come from the environment. */
export const keyFile = ({ DATA_DIR, MASTER_KEY }: StoreSettings): string | undefined =>
  MASTER_KEY === undefined ? join(DATA_DIR, 'master.key') : undefined;

/** The master keys that the settings name. */
export function masterKeys(settings: StoreSettings): MasterKeys {
  const file = keyFile(settings);
  return file === undefined ? masterKeysIn(settings.MASTER_KEY!) : masterKeyFile(file);
}

/** How long an ended session is kept, in milliseconds: it holds its learner's name and phone number. */
const sessionRetentionMs = 24 * 3_600_000;
const retentionIntervalMs = 3_600_000;

/** Parts that tests replace; everything else is composed from the settings. */
export interface Overrides {
  clock?: Clock;
  /** Wraps or replaces the store that the settings name. */
  store?: (opened: Store) => Store;
  sms?: SmsSender;
  authority?: MotpAuthority;
  /** Made from the verifier's base address. */
  provider?: (address: string) => IdentityProvider;
  captcha?: Method;
  policy?: Policy;
  upstreamMessages?: UpstreamReporter['messagesFor'];
  logger?: FastifyServerOptions['logger'];
}

/**
 * Composes a verifier from its settings and opens its store.
 * @throws with a sentence that names the setting when the store cannot be opened
 */
export async function openVerifier(settings: Settings, overrides: Overrides = {}): Promise<OpenVerifier> {
  const { clock = systemClock } = overrides;
  const opened = await openStore(settings);
  const store = overrides.store?.(opened) ?? opened;
  const vault = await openStoredVault(store, masterKeys(settings));
  const address = settings.PUBLIC_URL ?? `http://localhost:${settings.VERIFIER_PORT}/v1`;
  const prefix = new URL(address).pathname.replace(/\/$/, '');
  const sms = overrides.sms ?? smsWebhook(settings.SMS_WEBHOOK_URL, settings.SMS_WEBHOOK_SECRET);
  const devices = deviceRegistry(store, vault, sms);
  const provider = overrides.provider?.(address) ?? selectProvider(settings, { sms, store, vault, clock, address });
  const identity = identityChecks(store, vault, provider, address);
  const upstream = await openAuthority(settings, devices, store, vault, clock);
  const { APP_ANDROID: android, APP_IOS: ios, APP_WEB: web } = settings;
  const server = createServer(
    {
      store,
      vault,
      clock,
      devices,
      tokens: await openTokens(store, vault, clock, address),
      identity,
      methods: methods({
        authority: overrides.authority ?? upstream.authority,
        captcha: overrides.captcha ?? selectCaptcha(settings, vault, address),
        identity,
        store,
        vault,
        apps: android || ios || web ? { android, ios, web } : undefined,
      }),
      policy: overrides.policy ?? policyOf(settings),
      help: helpOf(settings),
      phoneOrigins: settings.PHONE_ORIGINS,
      upstreamMessages: overrides.upstreamMessages ?? upstream.upstreamMessages,
      limiter: rateLimiter(store, vault, clock, {
        session: settings.LIMIT_SESSION,
        learner: settings.LIMIT_LEARNER,
        address: settings.LIMIT_ADDRESS,
      }),
    },
    {
      prefix,
      logger: overrides.logger ?? { level: settings.LOG_LEVEL },
      trustProxy: settings.TRUST_PROXY,
      https: address.startsWith('https:'),
      metricsToken: settings.METRICS_TOKEN,
    },
  );
  if (settings.TEST_MODE) testMode(server, { store, clock, address, prefix });
  const retention = await startRetention(store, clock, settings.EVIDENCE_DAYS, (error) => server.log.error(error));
  server.addHook('onClose', async () => {
    retention.stop();
    await upstream.close();
    await store.close();
  });
  return {
    server,
    store,
    async registerSite(site, secret) {
      await store.putSite(site);
      await store.addSecret(site.id, hashSecret(secret), clock.now());
    },
    registerOperator: (operator, secret) => store.addOperator({ ...operator, hash: hashSecret(secret) }, clock.now()),
    close: () => server.close(),
  };
}

function policyOf({ POLICY, LEARNER_SHOWN }: Settings): Policy {
  const preset = presets[POLICY];
  return { ...preset, learner: LEARNER_SHOWN ?? preset.learner };
}

const helpOf = (settings: Settings): Help => ({
  phone: settings.HELP_PHONE,
  remote: settings.HELP_REMOTE,
  guide: settings.HELP_GUIDE,
  manual: settings.HELP_MANUAL,
  chat: settings.HELP_CHAT,
});

/** Deletes what is older than its retention period: once now, then every hour. */
async function startRetention(store: Store, clock: Clock, evidenceDays: number, onError: (error: unknown) => void) {
  const clean = async () => {
    await store.removeExpired(clock.now() - sessionRetentionMs);
    await store.removeEvidence(clock.now() - evidenceDays * dayMs);
  };
  await clean();
  const timer = setInterval(() => void clean().catch(onError), retentionIntervalMs).unref();
  return { stop: () => clearInterval(timer) };
}
