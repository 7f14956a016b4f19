/**
 * The sites of the verifier as this process sees them. What is cached is at most {@link cacheTtlMs} old, so that a
 * change reaches every process in that time; the time comes from the clock that is passed in.
 */
import type { Help } from 'mo-otp-gate/contract';
import type { Vault } from '../crypto/vault.js';
import { isFresh as isYounger, type Clock } from '../domain/clock.js';
import type { Session } from '../domain/model.js';
import type { Policy } from '../domain/policy.js';
import { namesOff, type Switch } from '../domain/switches.js';
import type { RequestsAMinute } from '../http/rate-limiter.js';
import type { Methods } from '../methods/offers.js';
import type { VersionedSettings } from '../store/site-settings.js';
import type { Switches } from '../store/switches.js';
import { storedSettings } from './change-settings.js';
import { missingOf, resolveSettings, type DefaultSettings, type ResolvedSettings } from './default-settings.js';
import type { IdentifyingSetting } from './own-settings.js';
import { withSecrets } from './secret-fields.js';
import { identityMethods, type SiteServices } from './services.js';
import type { OpenedSettings } from './site-settings.js';

/** How old the versions and switches of this process may be, in milliseconds. Changes have ten seconds to arrive. */
export const cacheTtlMs = 5_000;

/** The number of versions whose services are kept. */
const capacity = 1_000;

/** A site with one version of its settings, and the switches of now. */
export interface SiteAtVersion extends Omit<SiteServices, 'methods'> {
  id: string;
  version: number;
  policy: Policy;
  help: Help;
  privacy: string | undefined;
  /** The methods that are on. */
  methods: Methods;
  /** The methods of the settings, whether they are on or off. */
  allMethods: Methods;
  /** Whether a method is switched off, by itself or with what it depends on. */
  isOff(method: string): boolean;
  isCarrierOff(carrier: string): boolean;
  limits: RequestsAMinute;
}

export interface SiteDirectory {
  /** A site with the settings that its new sessions begin with; `missing` are those that it must state first. */
  current(site: string): Promise<SiteAtVersion & { missing: readonly IdentifyingSetting[] }>;
  /** The site of a session with the settings that the session began with. */
  of(session: Pick<Session, 'site' | 'settingsVersion'>): Promise<SiteAtVersion>;
  /** The names of one kind that are off at a site. */
  off(site: string, kind: Switch['kind']): Promise<string[]>;
  /** Whether a site that this process has seen has an authority upstream, or the environment names one. */
  hasUpstream(): boolean;
  /** The ids of all sites. */
  ids(): Promise<string[]>;
  /** The latest settings of a site. */
  settings(site: string): Promise<ResolvedSettings>;
}

interface Snapshot {
  versions: ReadonlyMap<string, number>;
  off: readonly Switch[];
  /** Epoch milliseconds. */
  at: number;
}

interface Version {
  own: OpenedSettings | undefined;
  settings: ResolvedSettings;
  /** Made when they are needed first: a site whose services cannot be made disturbs no other. */
  services(): Promise<SiteServices>;
}

export interface DirectoryMeans {
  store: VersionedSettings & Pick<Switches, 'switchedOff'>;
  vault: Vault;
  clock: Clock;
  defaults: DefaultSettings;
  services(settings: ResolvedSettings): Promise<SiteServices>;
}

const isUpstream = ({ authority }: ResolvedSettings) => authority.kind !== 'devices';

export function siteDirectory({ store, vault, clock, defaults, services }: DirectoryMeans): SiteDirectory {
  const versions = new Map<string, Promise<Version>>();
  let upstream = isUpstream(defaults);
  let snapshot: Snapshot | undefined;
  let loading: Promise<Snapshot> | undefined;

  async function load(): Promise<Snapshot> {
    const at = clock.now();
    const [all, off] = await Promise.all([store.siteVersions(), store.switchedOff()]);
    return (snapshot = { versions: new Map(all.map(({ site, version }) => [site, version])), off, at });
  }
  const reload = () => (loading ??= load().finally(() => (loading = undefined)));
  const isFresh = ({ at }: Snapshot) => isYounger(at, clock.now(), cacheTtlMs);
  const latest = async () => (snapshot && isFresh(snapshot) ? snapshot : reload());

  async function open(site: string, version: number): Promise<Version> {
    const stored = version === 0 ? undefined : await store.settingsVersion(site, version);
    if (version !== 0 && !stored) throw new Error(`${site} has no version ${version} of its settings`);
    const secrets = stored && new Map((await store.settingsSecrets(site)).map(({ id, sealed }) => [id, sealed]));
    const own =
      stored && withSecrets(storedSettings(stored.settings), (id) => vault.open(secrets!.get(id)!, id).toString());
    const settings = resolveSettings(own, defaults);
    upstream ||= isUpstream(settings);
    let made: Promise<SiteServices> | undefined;
    return { own, settings, services: () => (made ??= services(settings)) };
  }
  /** A version never changes, so it is kept; the least recently used is dropped first. */
  function versionOf(site: string, version: number): Promise<Version> {
    const name = version === 0 ? '' : `${version} ${site}`;
    const found = versions.get(name) ?? open(site, version);
    versions.delete(name);
    versions.set(name, found);
    found.catch(() => versions.delete(name));
    if (versions.size > capacity) versions.delete(versions.keys().next().value!);
    return found;
  }

  async function siteAt(
    id: string,
    version: number,
    { settings, services: servicesOf }: Version,
    off: readonly Switch[],
  ): Promise<SiteAtVersion> {
    const made = await servicesOf();
    const names = (kind: Switch['kind']) => namesOff(off, id, kind);
    const isProviderOff = names('provider').includes(made.identity.provider.name);
    const isAuthorityOff = isUpstream(settings) && names('authority').includes('hrd-korea');
    const methodsOff = new Set<string>([
      ...names('method'),
      ...(isProviderOff ? identityMethods : []),
      ...(isAuthorityOff ? ['motp'] : []),
    ]);
    const { methods: allMethods, ...others } = made;
    const { policy, help, privacy, limits } = settings;
    return {
      ...others,
      id,
      version,
      policy,
      help,
      privacy,
      limits,
      allMethods,
      methods: Object.fromEntries(Object.entries(allMethods).filter(([name]) => !methodsOff.has(name))),
      isOff: (method: string) => methodsOff.has(method),
      isCarrierOff: (carrier: string) => names('carrier').includes(carrier),
    };
  }

  return {
    async current(site) {
      let known = await latest();
      if (!known.versions.has(site)) known = await reload(); // registered a moment ago
      const version = known.versions.get(site) ?? 0;
      const opened = await versionOf(site, version);
      return {
        ...(await siteAt(site, version, opened, known.off)),
        missing: missingOf(opened.own, known.versions.size),
      };
    },
    async of({ site, settingsVersion = 0 }) {
      const [{ off }, opened] = await Promise.all([latest(), versionOf(site, settingsVersion)]);
      return siteAt(site, settingsVersion, opened, off);
    },
    off: async (site, kind) => namesOff((await latest()).off, site, kind),
    hasUpstream: () => upstream,
    ids: async () => [...(await latest()).versions.keys()],
    settings: async (site) => (await versionOf(site, (await latest()).versions.get(site) ?? 0)).settings,
  };
}
