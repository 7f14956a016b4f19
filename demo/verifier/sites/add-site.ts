import type { Vault } from '../crypto/vault.js';
import { hashSecret, newSecret } from '../crypto/secrets.js';
import type { VersionedSettings } from '../store/site-settings.js';
import type { Sites } from '../store/sites.js';
import { changeSettings, type Change } from './change-settings.js';
import { incompleteSites, incompleteText } from './faults.js';
import type { IdentifyingSetting } from './own-settings.js';

/** A site that was registered, with its first secret. */
export interface AddedSite {
  version: number;
  secret: string;
  /** What the site must state itself before it can open sessions. */
  missing: readonly IdentifyingSetting[];
}

/**
 * Registers a site that does not exist yet.
 * @throws {InvalidSettings} when a setting is wrong
 * @throws with a sentence when another site has not stated who it is: with a second site the defaults of the first end,
 *   and its learners must not notice
 */
export async function addSite(
  store: VersionedSettings & Sites,
  vault: () => Promise<Vault>,
  id: string,
  settings: unknown,
  change: Change,
): Promise<AddedSite> {
  const count = (await store.siteVersions()).length;
  const unready = count === 0 ? [] : await incompleteSites(store, count + 1);
  if (unready.length > 0)
    throw new Error(`With one more site each states who it is. First:\n${incompleteText(unready)}`);
  const version = await changeSettings(store, vault, id, settings, change);
  const secret = newSecret();
  await store.addSecret(id, hashSecret(secret), change.at);
  const missing = (await incompleteSites(store)).find(({ site }) => site === id)?.missing ?? [];
  return { version, secret, missing };
}
