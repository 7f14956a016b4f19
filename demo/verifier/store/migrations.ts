import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('migrations/', import.meta.url);

const initial = '0001-initial.sql';

/** The migrations that were folded into the initial one; databases made by them have its schema. */
const folded = [
  '0001-start.sql',
  '0002-methods.sql',
  '0003-evidence.sql',
  '0004-rate-limits.sql',
  '0005-outside.sql',
  '0006-keys.sql',
  '0007-operators.sql',
  '0008-operator-looks.sql',
  '0009-rate-limits.sql',
];

/**
 * The migrations that a database still needs, in order; `applied` are the names in its table `migrations`.
 * @throws when the database was made before the migrations were folded and is not at the last of them
 */
export function pendingMigrations(applied: readonly string[]): { name: string; sql: string }[] {
  const done = new Set(applied);
  const count = folded.filter((name) => done.has(name)).length;
  if (count > 0 && count < folded.length)
    throw new Error(`its schema is older than this version can read (${count} of ${folded.length} early migrations)`);
  if (count > 0) done.add(initial);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql') && !done.has(name))
    .sort()
    .map((name) => ({ name, sql: readFileSync(new URL(name, folder), 'utf8') }));
}
