import { join } from 'node:path';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { createAdministratorServer } from './administrator/administrator.js';
import { ownAssets } from './assets/own-assets.js';
import { servedVersions } from './assets/served-versions.js';
import type { MotpAuthority, UpstreamReporter } from './authorities/authority.js';
import { deviceRegistry } from './authorities/devices/registry.js';
import { openAuthorities } from './authorities/open-authorities.js';
import { startDelivery } from './authorities/outbox.js';
import { systemClock, type Clock } from './domain/clock.js';
import { databaseClock, reportedMs, type ClockReport, type MachineClocks } from './store/database-clock.js';
import { secretUse } from './http/authenticate-site.js';
import { rateLimiter } from './http/rate-limiter.js';
import type { Captcha } from './methods/captcha/page.js';
import { openVaultOf, type KeyPlace } from './crypto/vault-of-settings.js';
import type { Vault } from './crypto/vault.js';
import { dayMs } from './domain/korean-time.js';
import type { Policy } from './domain/policy.js';
import type { IdentityProvider } from './providers/provider.js';
import type { SmsSender } from './sms/sms.js';
import { drainable } from './http/drain.js';
import { createServer, type ConnectionTimeouts } from './http/server.js';
import { isPublic, type Settings, type StoreSettings } from './settings.js';
import { changeSettings } from './sites/change-settings.js';
import { defaultSettings } from './sites/default-settings.js';
import { siteDirectory, type SiteDirectory } from './sites/directory.js';
import { siteServices, type ServiceMeans } from './sites/services.js';
import type { SiteSettings } from './sites/site-settings.js';
import { hashSecret } from './crypto/secrets.js';
import type { EvidenceLog } from './evidence/evidence.js';
import type { LearnerDirectory } from './personal-data/directory.js';
import { selectSms } from './sms/select-sms.js';
import { openSqlite } from './store/sqlite/sqlite.js';
import type { Operator } from './store/operators.js';
import type { LookupKeys, Store } from './store/store.js';
import type { Site } from './store/sites.js';
import { testMode } from './test-mode/test-mode.js';
import { openTokens } from './crypto/tokens.js';
import { personalDataOf } from './personal-data/open.js';

/** A verifier that is composed and ready to listen. */
export interface OpenVerifier {
  server: FastifyInstance;
  /** The server of the administrator's pages, for the loopback interface only; `undefined` without ADMINISTRATOR_PORT. */
  administrator: FastifyInstance | undefined;
  store: Store;
  vault: Vault;
  evidence: EvidenceLog;
  learners: LearnerDirectory;
  /**
   * Registers a site with a secret of the caller's and, if there are any, with settings of its own; idempotent, so it
   * may run at every start.
   */
  registerSite(site: Site, secret: string, settings?: Omit<SiteSettings, 'name' | 'origins'>): Promise<void>;
  /** Registers an operator of a site's evidence, likewise. */
  registerOperator(operator: Omit<Operator, 'hash'>, secret: string): Promise<void>;
  /**
   * Refuses readiness at once and goes on listening for `seconds`, by default those of the settings; then closes: see
   * `close`.
   */
  drain(seconds?: number): Promise<void>;
  /** Completes the requests in progress, then closes server and store. */
  close(): Promise<void>;
}

/**
 * Opens the store: PostgreSQL if `DATABASE_URL` is set, else SQLite in `DATA_DIR`.
 * @throws with a sentence that names the setting but not its value, which may hold a password
 */
export async function openStore({ DATA_DIR, DATABASE_URL }: StoreSettings): Promise<Store> {
  try {
    if (DATABASE_URL === undefined) return openSqlite(join(DATA_DIR, 'verifier.db'));
    const { openPostgres } = await import('./store/postgres/postgres.js');
    return await openPostgres(DATABASE_URL);
  } catch (cause) {
    const { message, code } = cause as NodeJS.ErrnoException; // a host with several addresses fails without a message
    throw new Error(
      `The database of ${DATABASE_URL === undefined ? 'DATA_DIR' : 'DATABASE_URL'} cannot be used: ${message || code}`,
      { cause },
    );
  }
}

/**
 * Writes one consistent state of the database to a new file, while verifiers run.
 * @throws with a sentence when the file exists or the database cannot be copied
 */
export async function backUpStore({ DATA_DIR, DATABASE_URL }: StoreSettings, file: string): Promise<void> {
  if (DATABASE_URL === undefined)
    (await import('./store/sqlite/backup.js')).backUpSqlite(join(DATA_DIR, 'verifier.db'), file);
  else (await import('./store/postgres/backup.js')).backUpPostgres(DATABASE_URL, file);
}

/**
 * Makes the empty database of the settings from a backup.
 * @throws with a sentence when it is not empty or the backup is damaged; then nothing has changed
 */
export async function restoreStore({ DATA_DIR, DATABASE_URL }: StoreSettings, file: string): Promise<void> {
  if (DATABASE_URL === undefined)
    (await import('./store/sqlite/backup.js')).restoreSqlite(file, join(DATA_DIR, 'verifier.db'));
  else (await import('./store/postgres/backup.js')).restorePostgres(file, DATABASE_URL);
}

/** The file of the master keys, unless they come from the environment. */
export const keyFile = ({ DATA_DIR, MASTER_KEY }: StoreSettings): string | undefined =>
  MASTER_KEY === undefined ? join(DATA_DIR, 'master.key') : undefined;

/** Where the master keys of the settings are. */
const keyPlace = (settings: StoreSettings): KeyPlace => {
  const file = keyFile(settings);
  return file === undefined ? { text: settings.MASTER_KEY! } : { file };
};

/**
 * Opens the vault of a store with the master keys that the settings name.
 * @throws likewise, see `openVaultOf`
 */
export const openVaultFor = (store: LookupKeys, settings: StoreSettings, mayStartNew = false): Promise<Vault> =>
  openVaultOf(store, keyPlace(settings), mayStartNew);

/** The base address as browsers know it. */
export const addressOf = ({ PUBLIC_URL, VERIFIER_PORT }: Pick<Settings, 'PUBLIC_URL' | 'VERIFIER_PORT'>): string =>
  PUBLIC_URL ?? `http://localhost:${VERIFIER_PORT}/v1`;

const retentionIntervalMs = 3_600_000;

/** Parts that tests replace; everything else is composed from the settings. */
export interface Overrides {
  /** Time for everything; default: the database's clock. */
  clock?: Clock | undefined;
  /** The clocks of the machine, from which the database's may differ. */
  machine?: MachineClocks;
  /** Wraps or replaces the store that the settings name. */
  store?: (opened: Store) => Store;
  sms?: SmsSender;
  authority?: MotpAuthority;
  /** Made from the verifier's base address. */
  provider?: (address: string) => IdentityProvider;
  captcha?: Captcha;
  policy?: Policy;
  upstreamMessages?: UpstreamReporter['messagesFor'];
  logger?: FastifyServerOptions['logger'];
  /** Whether a person confirmed that an empty database beside an older master key is meant. */
  mayStartNew?: boolean;
  timeouts?: ConnectionTimeouts;
}

/**
 * Composes a verifier from its settings and opens its store.
 * @throws with a sentence that names the setting when the store cannot be opened
 */
export async function openVerifier(settings: Settings, overrides: Overrides = {}): Promise<OpenVerifier> {
  const opened = await openStore(settings);
  const store = overrides.store?.(opened) ?? opened;
  const vault = await openVaultFor(store, settings, overrides.mayStartNew).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  let onClock: (seen: ClockReport) => void = () => undefined;
  const machine = overrides.machine ?? { wall: systemClock, monotonicMs: () => performance.now() };
  const ofDatabase = overrides.clock ? undefined : await databaseClock(store, machine, (seen) => onClock(seen));
  const clock = overrides.clock ?? ofDatabase!;
  const { keys, learners, evidence } = await personalDataOf(store, vault, clock);
  const address = addressOf(settings);
  const prefix = new URL(address).pathname.replace(/\/$/, '');
  const defaults = {
    ...defaultSettings(settings),
    ...(overrides.policy && { policy: overrides.policy }),
  };
  const phoneSms = overrides.sms ?? selectSms(defaults.sms);
  const devices = deviceRegistry(store, vault, phoneSms, {
    all: settings.SMS_PER_DAY,
    network: settings.SMS_PER_NETWORK,
  });
  const authorities = openAuthorities(devices, store, vault, clock, {
    otpUrl: settings.HRD_KOREA_OTP_URL,
    reportUrl: settings.HRD_KOREA_REPORT_URL,
  });
  const means: ServiceMeans = {
    store,
    vault,
    dataKeys: keys,
    clock,
    address,
    authorities,
    isPublic: isPublic(settings),
    providers: {
      portoneApi: settings.PORTONE_API_URL,
      niceApi: settings.NICE_API_URL,
      niceForm: settings.NICE_FORM_URL,
    },
    carriersOff: (site) => sites.off(site, 'carrier'),
    replaced: { ...overrides, provider: overrides.provider?.(address) },
  };
  const sites = siteDirectory({ store, vault, clock, defaults, services: (one) => siteServices(one, means) });
  await siteServices(defaults, means); // settings of the environment that do not work are refused at the start
  const assets = servedVersions(ownAssets(), store, clock);
  const server = createServer(
    {
      store,
      vault,
      dataKeys: keys,
      learners,
      evidence,
      clock,
      clockAheadMs: () => ofDatabase?.differenceMs() ?? 0,
      devices,
      assets,
      tokens: await openTokens(store, vault, clock, address),
      sites,
      recordSecretUse: secretUse(store, clock),
      address,
      phoneOrigins: settings.PHONE_ORIGINS,
      limiter: rateLimiter(store, vault, clock, defaults.limits, async (session) => (await sites.of(session)).limits),
    },
    {
      prefix,
      logger: overrides.logger ?? { level: settings.LOG_LEVEL },
      trustProxy: settings.TRUST_PROXY,
      https: address.startsWith('https:'),
      metricsToken: settings.METRICS_TOKEN,
      ...(overrides.timeouts && { timeouts: overrides.timeouts }),
    },
  );
  const drain = drainable(server);
  onClock = (seen) =>
    server.log.warn(seen, 'The clock of this machine and the clock of the database differ, or one of them was set');
  if (Math.abs(ofDatabase?.differenceMs() ?? 0) > reportedMs)
    onClock({ aheadMs: ofDatabase!.differenceMs(), jumpedMs: 0 });
  const administrator =
    settings.ADMINISTRATOR_PORT === undefined
      ? undefined
      : createAdministratorServer(
          { store, vault, clock, defaults, secret: settings.ADMINISTRATOR_SECRET! },
          overrides.logger ?? { level: settings.LOG_LEVEL },
        );
  if (settings.TEST_MODE) testMode(server, { store, clock, address, prefix });
  const periods = {
    sessionHours: settings.SESSION_HOURS,
    learnerDays: settings.LEARNER_DAYS,
    evidenceDays: defaults.evidenceDays,
  };
  const retention = await startRetention(store, clock, sites, periods, (error) => server.log.error(error));
  const stopSharing = await assets.share((error) => server.log.error(error));
  const delivery = startDelivery(
    store,
    { isNeeded: sites.hasUpstream, senderOf: (site) => senderOf(sites, site) },
    clock,
  );
  server.addHook('onClose', async () => {
    ofDatabase?.stop();
    await administrator?.close();
    retention.stop();
    stopSharing();
    await delivery.stop();
    await authorities.close();
    await store.close();
  });
  return {
    server,
    administrator,
    store,
    vault,
    evidence,
    learners,
    async registerSite({ id, name, origins }, secret, own) {
      if (own) {
        const change = { by: 'start', at: clock.now() };
        await changeSettings(store, async () => vault, id, { ...own, name, origins }, change);
      } else await store.putSite({ id, name, origins });
      const site = { id };
      await store.addSecret(site.id, hashSecret(secret), clock.now());
    },
    registerOperator: (operator, secret) => store.addOperator({ ...operator, hash: hashSecret(secret) }, clock.now()),
    async drain(seconds = settings.DRAIN_SECONDS ?? (isPublic(settings) ? 5 : 0)) {
      await drain(seconds);
      await server.close();
    },
    close: () => server.close(),
  };
}

/** How the reports of a site are sent; `undefined` while they have to wait. */
async function senderOf(sites: SiteDirectory, site: string) {
  const { reporter } = await sites.current(site);
  const isOff = (await sites.off(site, 'authority')).includes('hrd-korea');
  return reporter && !isOff ? reporter.send : undefined;
}

/** Deletes what is older than its retention period: once now, then every hour. */
async function startRetention(
  store: Store,
  clock: Clock,
  sites: Pick<SiteDirectory, 'ids' | 'settings'>,
  periods: { sessionHours: number; learnerDays: number; evidenceDays: number },
  onError: (error: unknown) => void,
) {
  const clean = async () => {
    while (await store.removeExpired(clock.now() - periods.sessionHours * 3_600_000));
    const shorten = async (site: string, days: number) => {
      const now = clock.now();
      while (await store.removeEvidence(now - days * dayMs, now, site));
    };
    for (const { id, evidenceDays } of await store.removedSites())
      await shorten(id, evidenceDays ?? periods.evidenceDays);
    for (const site of await sites.ids())
      try {
        await shorten(site, (await sites.settings(site)).evidenceDays);
      } catch (error) {
        onError(error); // of one site; the others go on
      }
    while (await store.removeLearners(clock.now() - periods.learnerDays * dayMs));
  };
  await clean();
  const timer = setInterval(() => void clean().catch(onError), retentionIntervalMs).unref();
  return { stop: () => clearInterval(timer) };
}
