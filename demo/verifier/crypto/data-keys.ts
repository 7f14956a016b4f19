/**
 * The data keys of sites: they seal the personal data that is kept for long and hash what must be found again. They are
 * sealed with a master key themselves, so that its rotation reseals a few keys and not years of evidence.
 */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../domain/clock.js';
import type { DataKeyTable } from '../store/learners.js';
import { newId } from './ids.js';
import { masterKeyBytes } from './master-keys.js';
import { openVault, type Vault } from './vault.js';

/** The data keys of one site. */
export interface SiteKeys {
  /** The newest version. */
  version: number;
  /** Seals and hashes with the newest key, opens with every one. */
  vault: Vault;
  /** The hash of a text under every key, the newest first. */
  hashes(purpose: string, text: string): string[];
}

export interface DataKeys {
  /** The keys of a site, at most {@link cacheTtlMs} old; the first is made when it is needed. */
  of(site: string): Promise<SiteKeys>;
  /** The keys of a site as they are now. */
  latest(site: string): Promise<SiteKeys>;
  /** Adds a key, with which everything new is sealed and hashed. */
  add(site: string): Promise<SiteKeys>;
}

/** In milliseconds. */
const cacheTtlMs = 5_000;

export function dataKeys(store: DataKeyTable, vault: Vault, clock: Clock): DataKeys {
  const cached = new Map<string, { keys: Promise<SiteKeys>; at: number }>();

  async function add(site: string, version: number) {
    const id = newId('dk');
    const sealed = vault.seal(randomBytes(masterKeyBytes), id);
    await store.addDataKey({ id, site, version, sealed, createdAt: clock.now() });
  }
  async function load(site: string): Promise<SiteKeys> {
    let stored = await store.dataKeys(site);
    if (stored.length === 0) {
      await add(site, 1);
      stored = await store.dataKeys(site);
    }
    const keys = stored.map(({ id, sealed }) => vault.open(sealed, id));
    const older = keys.slice(1).map((key) => openVault(key));
    const opened = openVault(() => keys);
    return {
      version: stored[0]!.version,
      vault: opened,
      hashes: (purpose, text) => [opened, ...older].map((one) => one.hash(purpose, text)),
    };
  }
  function latest(site: string): Promise<SiteKeys> {
    const keys = load(site);
    cached.set(site, { keys, at: clock.now() });
    keys.catch(() => cached.delete(site));
    return keys;
  }
  return {
    of(site) {
      const found = cached.get(site);
      const age = found ? clock.now() - found.at : Infinity;
      return found && age >= 0 && age < cacheTtlMs ? found.keys : latest(site);
    },
    latest,
    async add(site) {
      await add(site, (await latest(site)).version + 1);
      return latest(site);
    },
  };
}
