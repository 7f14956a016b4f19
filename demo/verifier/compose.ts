import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { deviceRegistry } from './authorities/devices/registry.js';
import { openAuthority } from './authorities/open.js';
import { systemClock, type Clock } from './domain/clock.js';
import { limiter } from './http/limiter.js';
import { captchaFrom } from './methods/captcha/from-settings.js';
import { masterKeyFile, masterKeysIn, type MasterKeys } from './crypto/master-keys.js';
import { methods } from './methods/methods.js';
import { presets } from './domain/policy-presets.js';
import { providerFrom } from './providers/from-settings.js';
import { identityChecks } from './providers/identity-checks.js';
import { createVerifier } from './http/server.js';
import type { Settings, StoreSettings } from './settings.js';
import { hashSiteSecret } from './crypto/site-secrets.js';
import { smsWebhook } from './sms/webhook.js';
import { openPostgres } from './store/postgres/postgres.js';
import { openSqlite } from './store/sqlite/sqlite.js';
import type { Operator } from './store/operators.js';
import type { Site, Store } from './store/store.js';
import { testMode } from './test-mode/test-mode.js';
import { openTokens } from './crypto/tokens.js';
import { openStoredVault } from './crypto/vault.js';

/** A verifier with its store open, ready to listen. */
export interface OpenVerifier {
  server: FastifyInstance;
  store: Store;
  /** Registers a site under a secret that the caller keeps; doing it again at every start changes nothing. */
  registerSite(site: Site, secret: string): Promise<void>;
  /** Lets an operator see a site's evidence by a secret that the caller keeps; likewise. */
  registerOperator(operator: Omit<Operator, 'hash'>, secret: string): Promise<void>;
  /** Answers what is under way, then closes server and store. */
  close(): Promise<void>;
}

/**
 * Opens the store: PostgreSQL where there is an address of one, else the embedded one.
 * @throws with a sentence that names the setting; the address, with its password, is not repeated
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

/** How long a session that is over is kept, in milliseconds: it holds its learner's name and phone number. */
const retention = 24 * 3_600_000;

/** Puts a verifier together as the settings say. */
export async function openVerifier(
  settings: Settings,
  { clock = systemClock }: { clock?: Clock } = {},
): Promise<OpenVerifier> {
  const store = await openStore(settings);
  const vault = await openStoredVault(store, masterKeys(settings));
  const address = settings.PUBLIC_URL ?? `http://localhost:${settings.VERIFIER_PORT}/v1`;
  const prefix = new URL(address).pathname.replace(/\/$/, '');
  const sms = smsWebhook(settings.SMS_WEBHOOK_URL, settings.SMS_WEBHOOK_SECRET);
  const devices = deviceRegistry(store, vault, sms);
  const identity = identityChecks(store, vault, providerFrom(settings, { sms, store, vault, clock, address }), address);
  const {
    authority,
    upstreamMessages,
    close: closeAuthority,
  } = await openAuthority(settings, devices, store, vault, clock);
  const preset = presets[settings.POLICY];
  const { APP_ANDROID: android, APP_IOS: ios, APP_WEB: web } = settings;
  const apps = android || ios || web ? { android, ios, web } : undefined;
  const help = {
    phone: settings.HELP_PHONE,
    remote: settings.HELP_REMOTE,
    guide: settings.HELP_GUIDE,
    manual: settings.HELP_MANUAL,
    chat: settings.HELP_CHAT,
  };
  const server = createVerifier(
    {
      store,
      vault,
      clock,
      devices,
      tokens: await openTokens(store, vault, clock, address),
      identity,
      methods: methods({ authority, captcha: captchaFrom(settings, vault, address), identity, store, vault, apps }),
      policy: { ...preset, learner: settings.LEARNER_SHOWN ?? preset.learner },
      help,
      phoneOrigins: settings.PHONE_ORIGINS,
      upstreamMessages,
      limiter: limiter(store, vault, clock, {
        session: settings.LIMIT_SESSION,
        learner: settings.LIMIT_LEARNER,
        address: settings.LIMIT_ADDRESS,
      }),
    },
    {
      prefix,
      logger: { level: settings.LOG_LEVEL },
      trustProxy: settings.TRUST_PROXY,
      https: address.startsWith('https:'),
      metricsToken: settings.METRICS_TOKEN,
    },
  );
  if (settings.TEST_MODE) testMode(server, { store, clock, address, prefix });
  const forget = async () => {
    await store.removeExpired(clock.now() - retention);
    await store.removeEvidence(clock.now() - settings.EVIDENCE_DAYS * 24 * 3_600_000);
  };
  await forget();
  const forgetting = setInterval(
    () => void forget().catch((error: unknown) => server.log.error(error)),
    3_600_000,
  ).unref();
  server.addHook('onClose', async () => {
    clearInterval(forgetting);
    await closeAuthority();
    await store.close();
  });
  return {
    server,
    store,
    async registerSite(site, secret) {
      await store.putSite(site);
      await store.addSecret(site.id, hashSiteSecret(secret), clock.now());
    },
    registerOperator: (operator, secret) =>
      store.addOperator({ ...operator, hash: hashSiteSecret(secret) }, clock.now()),
    close: () => server.close(),
  };
}
