/** Changes of a site's settings: validated as a whole, secrets sealed, kept as a new version. */
import { isDeepStrictEqual } from 'node:util';
import type { Vault } from '../crypto/vault.js';
import { newId } from '../crypto/ids.js';
import type { SettingsSecret, VersionedSettings } from '../store/site-settings.js';
import type { Sites } from '../store/sites.js';
import { secretsIn, withReferences } from './secret-fields.js';
import { InvalidSettings, readSiteSettings, type SiteSettings } from './site-settings.js';

/** The latest settings of a site and the number of their version. */
export interface CurrentSettings {
  version: number;
  settings: SiteSettings;
}

/** Who changes settings; `at` is epoch milliseconds. */
export interface Change {
  by: string;
  at: number;
}

type SettingsStore = VersionedSettings & Pick<Sites, 'site'>;

/** The settings of a site as they are stored: secrets are references. `undefined` for an unknown site. */
export async function currentSettings(store: SettingsStore, id: string): Promise<CurrentSettings | undefined> {
  const site = await store.site(id);
  if (!site) return undefined;
  const [latest] = await store.settingsHistory(id);
  const { name, origins } = site;
  return {
    version: latest?.version ?? 0,
    settings: { ...storedSettings(latest?.settings), name, origins: origins.toSorted() },
  };
}

/** Stored settings, which were validated when they were stored. */
export const storedSettings = (json = '{}'): SiteSettings => JSON.parse(json) as SiteSettings;

/**
 * Makes `proposed` the settings of a site, which is registered if it is new, and returns their version. Equal settings
 * change nothing. `vault` is opened only to seal a secret.
 * @throws {InvalidSettings} when a setting is wrong or refers to an unknown secret
 * @throws when the settings have been changed by others meanwhile
 */
export async function changeSettings(
  store: SettingsStore,
  vault: () => Promise<Vault>,
  id: string,
  proposed: unknown,
  { by, at }: Change,
): Promise<number> {
  if (!/^[a-z0-9][a-z0-9._-]{0,62}$/i.test(id))
    throw new InvalidSettings([{ field: 'id', message: 'must be letters, digits, dots, dashes and underscores' }]);
  const settings = readSiteSettings(proposed);
  settings.origins = [...new Set(settings.origins)].toSorted();
  const current = await currentSettings(store, id);
  if (isDeepStrictEqual(current?.settings, settings)) return current!.version;
  const known = new Set((await store.settingsSecrets(id)).map((secret) => secret.id));
  const given = secretsIn(settings);
  const unknown = given.filter(({ secret }) => typeof secret !== 'string' && !known.has(secret.sealed));
  if (unknown.length > 0)
    throw new InvalidSettings(unknown.map(({ field }) => ({ field, message: 'refers to no secret of this site' })));

  const secrets: SettingsSecret[] = [];
  const opened = given.some(({ secret }) => typeof secret === 'string') ? await vault() : undefined;
  const sealed = withReferences(settings, (secret) => {
    const name = newId('ss');
    secrets.push({ id: name, sealed: opened!.seal(secret, name) });
    return name;
  });
  const { name, origins } = sealed;
  const version = await store.addSettingsVersion({ id, name, origins }, current?.version ?? 0, {
    settings: JSON.stringify(sealed),
    by,
    at,
    secrets,
  });
  if (version === undefined) throw new Error(`The settings of ${id} have been changed meanwhile; nothing is changed.`);
  return version;
}

/**
 * Makes an old version of a site's settings the latest, as a new version, and returns its number.
 * @throws when there is no such version
 */
export async function restoreSettings(
  store: SettingsStore,
  id: string,
  version: number,
  change: Change,
): Promise<number> {
  const old = await store.settingsVersion(id, version);
  if (!old) throw new Error(`${id} has no version ${version} of its settings.`);
  const noSecrets = () => Promise.reject(new Error('stored settings contain no plain secret'));
  return changeSettings(store, noSecrets, id, storedSettings(old.settings), change);
}
