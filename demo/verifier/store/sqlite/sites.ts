import type { Database } from 'libsql';
import type { Site, Sites, SiteSecret } from '../store.js';
import { first } from './first.js';
import type { Commit } from './group-commit.js';

export function sites(db: Database, commit: Commit): Sites {
  const putSite = db.prepare('INSERT INTO sites (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name');
  const dropOrigins = db.prepare('DELETE FROM site_origins WHERE site = ?');
  const addOrigin = db.prepare('INSERT INTO site_origins (origin, site) VALUES (?, ?)');
  const siteById = db.prepare('SELECT id, name FROM sites WHERE id = ?');
  const originsOf = db.prepare('SELECT origin FROM site_origins WHERE site = ? ORDER BY origin');
  const anyOrigin = db.prepare('SELECT 1 FROM site_origins WHERE origin = ?');
  const siteOfSecret = db.prepare('SELECT site FROM site_secrets WHERE hash = ? AND revoked_at IS NULL');
  const addSecret = db.prepare('INSERT INTO site_secrets (hash, site, created_at) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING');
  const secretsOf = db.prepare('SELECT hash, created_at, revoked_at FROM site_secrets WHERE site = ? ORDER BY created_at, hash');
  const revoke = db.prepare('UPDATE site_secrets SET revoked_at = ? WHERE site = ? AND hash = ? AND revoked_at IS NULL');

  function site(id: string): Site | undefined {
    const row = first<{ id: string; name: string }>(siteById, id);
    return row && { id: row.id, name: row.name, origins: (originsOf.all(id) as { origin: string }[]).map(({ origin }) => origin) };
  }

  return {
    putSite: ({ id, name, origins }) =>
      commit(() => {
        putSite.run(id, name);
        dropOrigins.run(id);
        for (const origin of new Set(origins)) addOrigin.run(origin, id);
      }),
    site: async (id) => site(id),
    async siteBySecret(hash) {
      const row = first<{ site: string }>(siteOfSecret, hash);
      return row && site(row.site);
    },
    isOriginOfAnySite: async (origin) => first(anyOrigin, origin) !== undefined,
    addSecret: (id, hash, at) => commit(() => void addSecret.run(hash, id, at)),
    secrets: async (id) =>
      (secretsOf.all(id) as { hash: string; created_at: number; revoked_at: number | null }[]).map(
        (row): SiteSecret => ({ hash: row.hash, createdAt: row.created_at, revokedAt: row.revoked_at }),
      ),
    revokeSecret: (id, hash, at) => commit(() => revoke.run(at, id, hash).changes === 1),
  };
}
