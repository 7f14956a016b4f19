import type { BatchingEngine } from '../engine.js';
import { row, rows, run } from '../operation.js';
import type { SettingsSecret, SettingsVersion, VersionedSettings } from '../site-settings.js';
import { sql } from '../sql.js';
import { writeSite } from './sites.js';

const columns = sql`version, settings, changed_by AS "by", at`;

export const siteSettings = ({ read, atomic }: BatchingEngine): VersionedSettings => ({
  siteVersions: () =>
    read(() =>
      rows(sql`
        SELECT s.id AS site, COALESCE(MAX(v.version), 0) AS version
        FROM sites s LEFT JOIN site_settings v ON v.site = s.id
        WHERE s.removed_at IS NULL GROUP BY s.id ORDER BY s.id`),
    ),
  settingsVersion: (site, version) =>
    read(() =>
      row<SettingsVersion>(sql`SELECT ${columns} FROM site_settings WHERE site = ${site} AND version = ${version}`),
    ),
  settingsHistory: (site) =>
    read(() =>
      rows<SettingsVersion>(sql`SELECT ${columns} FROM site_settings WHERE site = ${site} ORDER BY version DESC`),
    ),
  addSettingsVersion: (site, base, { settings, by, at, secrets }) =>
    atomic([`site ${site.id}`], function* () {
      const latest = yield* row<{ version: number | null }>(sql`
        SELECT MAX(version) AS version FROM site_settings WHERE site = ${site.id}`);
      if ((latest?.version ?? 0) !== base) return undefined;
      yield* writeSite(site);
      for (const { id, sealed } of secrets)
        yield* run(sql`INSERT INTO settings_secrets (id, site, sealed) VALUES (${id}, ${site.id}, ${sealed})`);
      yield* run(sql`
        INSERT INTO site_settings (site, version, settings, changed_by, at)
        VALUES (${site.id}, ${base + 1}, ${settings}, ${by}, ${at})`);
      return base + 1;
    }),
  settingsSecrets: (site) =>
    read(() => rows<SettingsSecret>(sql`SELECT id, sealed FROM settings_secrets WHERE site = ${site} ORDER BY id`)),
});
