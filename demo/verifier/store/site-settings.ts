/**
 * The settings of sites, in versions, and the sealed texts that they refer to. The guarantees of `Store` hold here too;
 * times are epoch milliseconds.
 */
import type { Site } from './sites.js';

/** One version of a site's settings. Versions are counted from 1; a site without settings of its own is at 0. */
export interface SettingsVersion {
  version: number;
  /** The settings as JSON; secrets are references to sealed texts. */
  settings: string;
  /** Who made this version. */
  by: string;
  at: number;
}

/** A secret of a site's settings, sealed for its own id. */
export interface SettingsSecret {
  id: string;
  sealed: string;
}

export interface VersionedSettings {
  /** Every site with the number of its latest version, in the order of the ids. */
  siteVersions(): Promise<{ site: string; version: number }[]>;
  settingsVersion(site: string, version: number): Promise<SettingsVersion | undefined>;
  /** All versions of a site, the newest first. */
  settingsHistory(site: string): Promise<SettingsVersion[]>;
  /**
   * Adds the version after `base`, registers the site, and replaces its name and origins. Returns the new version, or
   * `undefined` and changes nothing when `base` is no longer the latest.
   */
  addSettingsVersion(
    site: Site,
    base: number,
    change: Omit<SettingsVersion, 'version'> & { secrets: readonly SettingsSecret[] },
  ): Promise<number | undefined>;
  /** The sealed texts that the versions of a site refer to. */
  settingsSecrets(site: string): Promise<SettingsSecret[]>;
}
