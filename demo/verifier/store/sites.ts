/**
 * The registry of sites and their secrets. The guarantees of `Store` hold here too; times are epoch milliseconds.
 */
export interface Site {
  id: string;
  name: string;
  /** The origins whose pages may use the site's sessions, as browsers write them. */
  origins: string[];
}

/** A site's secret; only its SHA-256 is stored. */
export interface SiteSecret {
  hash: string;
  createdAt: number;
  revokedAt: number | null;
  /** The last use that was recorded; at most {@link secretUseMs} before the last one. */
  lastUsedAt: number | null;
}

/** How far the recorded last use of a secret may lag behind, in milliseconds. */
export const secretUseMs = 3_600_000;

export interface Sites {
  /**
   * Registers a site, or replaces its name and origins.
   * @throws when a site with this id was removed
   */
  putSite(site: Site): Promise<void>;
  site(id: string): Promise<Site | undefined>;
  /** The site that a secret belongs to, unless it was revoked. */
  siteBySecret(hash: string): Promise<Site | undefined>;
  /**
   * Removes a site: erases all that is kept of it but its evidence, the audit log and the names of its operators, who
   * are revoked. Its id stays with the evidence, and cannot be registered again. False when there is no such site.
   */
  removeSite(id: string, at: number, evidenceDays: number | null): Promise<boolean>;
  /** The sites that were removed, and how long their evidence is kept; `null`: as long as by default. */
  removedSites(): Promise<{ id: string; evidenceDays: number | null }[]>;
  isOriginOfAnySite(origin: string): Promise<boolean>;
  /** A site may have several secrets, so that one can be replaced without interruption. Idempotent. */
  addSecret(site: string, hash: string, at: number): Promise<void>;
  secrets(site: string): Promise<SiteSecret[]>;
  /** Records the use of a secret, unless one is recorded within {@link secretUseMs} before. */
  recordSecretUse(hash: string, at: number): Promise<void>;
  /** Revokes a secret; false when there was none to revoke. */
  revokeSecret(site: string, hash: string, at: number): Promise<boolean>;
}
