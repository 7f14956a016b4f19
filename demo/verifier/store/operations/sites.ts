import { sharedQuery } from '../batching/shared-statement.js';
import type { BatchingEngine } from '../engine.js';
import { row, rows, run, type RawOperation } from '../operation.js';
import { raw, sql } from '../sql.js';
import { secretUseMs, type Site, type Sites, type SiteSecret } from '../sites.js';

function* siteById(id: string): RawOperation<Site | undefined> {
  const site = yield* row<{ id: string; name: string }>(
    sql`SELECT id, name FROM sites WHERE id = ${id} AND removed_at IS NULL`,
  );
  if (!site) return undefined;
  const origins = yield* rows<{ origin: string }>(sql`
    SELECT origin FROM site_origins WHERE site = ${id} ORDER BY origin`);
  return { ...site, origins: origins.map(({ origin }) => origin) };
}

/** Registers a site, or replaces its name and origins. The caller holds the site's lock. */
export function* writeSite({ id, name, origins }: Site): RawOperation<void> {
  const written = yield* row(sql`
    INSERT INTO sites (id, name) VALUES (${id}, ${name})
    ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE sites.removed_at IS NULL RETURNING id`);
  if (!written) throw new Error(`${id} was removed; its id stays with its evidence.`);
  yield* run(sql`DELETE FROM site_origins WHERE site = ${id}`);
  for (const origin of new Set(origins))
    yield* run(sql`INSERT INTO site_origins (origin, site) VALUES (${origin}, ${id})`);
}

/** The tables whose rows of a site are erased with it; challenges, checks and attempts go with their sessions. */
const erasedTables = [
  'sessions',
  'method_failures',
  'verifications',
  'browsers',
  'identities',
  'outbox_messages',
  'site_origins',
  'site_secrets',
  'site_settings',
  'settings_secrets',
  'switched_off',
];

const originExists = sharedQuery(
  'origin TEXT',
  sql`SELECT input.n FROM input WHERE EXISTS (SELECT 1 FROM site_origins o WHERE o.origin = input.origin)`,
);

export const sites = ({ read, atomic }: BatchingEngine): Sites => ({
  putSite: (site) => atomic([`site ${site.id}`], () => writeSite(site)),
  removeSite: (id, at, evidenceDays) =>
    atomic([`site ${id}`], function* () {
      const removed = yield* row(sql`
        UPDATE sites SET removed_at = ${at}, evidence_days = ${evidenceDays}
        WHERE id = ${id} AND removed_at IS NULL RETURNING id`);
      if (!removed) return false;
      for (const table of erasedTables) yield* run(sql`DELETE FROM ${raw(table)} WHERE site = ${id}`);
      yield* run(sql`
        DELETE FROM operator_sessions WHERE operator IN (SELECT hash FROM operators WHERE site = ${id})`);
      yield* run(sql`UPDATE operators SET revoked_at = ${at} WHERE site = ${id} AND revoked_at IS NULL`);
      return true;
    }),
  removedSites: () =>
    read(() =>
      rows(sql`
        SELECT id, evidence_days AS "evidenceDays" FROM sites WHERE removed_at IS NOT NULL ORDER BY id`),
    ),
  site: (id) => read(() => siteById(id)),
  siteBySecret: (hash) =>
    read(function* () {
      const secret = yield* row<{ site: string }>(sql`
        SELECT site FROM site_secrets WHERE hash = ${hash} AND revoked_at IS NULL`);
      return secret && (yield* siteById(secret.site));
    }),
  isOriginOfAnySite: (origin) =>
    read(function* () {
      return (yield* row(originExists(origin))) !== undefined;
    }),
  addSecret: (site, hash, at) =>
    atomic([], () =>
      run(sql`
        INSERT INTO site_secrets (hash, site, created_at) VALUES (${hash}, ${site}, ${at})
        ON CONFLICT (hash) DO NOTHING`),
    ),
  secrets: (site) =>
    read(() =>
      rows<SiteSecret>(sql`
        SELECT hash, created_at AS "createdAt", revoked_at AS "revokedAt", last_used_at AS "lastUsedAt"
        FROM site_secrets WHERE site = ${site} ORDER BY created_at, hash`),
    ),
  recordSecretUse: (hash, at) =>
    atomic([], () =>
      run(sql`
        UPDATE site_secrets SET last_used_at = ${at}
        WHERE hash = ${hash} AND (last_used_at IS NULL OR last_used_at <= ${at - secretUseMs})`),
    ),
  revokeSecret: (site, hash, at) =>
    atomic([], function* () {
      const revoked = yield* row(sql`
        UPDATE site_secrets SET revoked_at = ${at}
        WHERE site = ${site} AND hash = ${hash} AND revoked_at IS NULL RETURNING hash`);
      return revoked !== undefined;
    }),
});
