import { row, rows, run, shared, type Engine, type Operation } from '../operation.js';
import type { Site, Sites, SiteSecret } from '../store.js';

function* siteById(id: string): Operation<Site | undefined> {
  const site = yield* row<{ id: string; name: string }>('SELECT id, name FROM sites WHERE id = ?', id);
  if (!site) return undefined;
  const origins = yield* rows<{ origin: string }>('SELECT origin FROM site_origins WHERE site = ? ORDER BY origin', id);
  return { ...site, origins: origins.map(({ origin }) => origin) };
}

const originKnown = shared(
  'origin TEXT',
  'SELECT asked.n FROM asked WHERE EXISTS (SELECT 1 FROM site_origins o WHERE o.origin = asked.origin)',
);

export const sites = ({ read, whole }: Engine): Sites => ({
  putSite: ({ id, name, origins }) =>
    whole([`site ${id}`], function* () {
      yield* run(
        'INSERT INTO sites (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name',
        id,
        name,
      );
      yield* run('DELETE FROM site_origins WHERE site = ?', id);
      for (const origin of new Set(origins))
        yield* run('INSERT INTO site_origins (origin, site) VALUES (?, ?)', origin, id);
    }),
  site: (id) => read(() => siteById(id)),
  siteBySecret: (hash) =>
    read(function* () {
      const secret = yield* row<{ site: string }>(
        'SELECT site FROM site_secrets WHERE hash = ? AND revoked_at IS NULL',
        hash,
      );
      return secret && (yield* siteById(secret.site));
    }),
  isOriginOfAnySite: (origin) =>
    read(function* () {
      return (yield* row(originKnown(origin))) !== undefined;
    }),
  addSecret: (site, hash, at) =>
    whole([], () =>
      run(
        'INSERT INTO site_secrets (hash, site, created_at) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING',
        hash,
        site,
        at,
      ),
    ),
  secrets: (site) =>
    read(() =>
      rows<SiteSecret>(
        'SELECT hash, created_at AS "createdAt", revoked_at AS "revokedAt" FROM site_secrets WHERE site = ? ORDER BY created_at, hash',
        site,
      ),
    ),
  revokeSecret: (site, hash, at) =>
    whole([], function* () {
      const revoked =
        'UPDATE site_secrets SET revoked_at = ? WHERE site = ? AND hash = ? AND revoked_at IS NULL RETURNING hash';
      return (yield* row(revoked, at, site, hash)) !== undefined;
    }),
});
