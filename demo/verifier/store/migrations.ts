import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('migrations/', import.meta.url);

/** The migrations that a database has not had yet, in the order of their numbers. */
export const missing = (applied: ReadonlySet<string>): { name: string; sql: string }[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.sql') && !applied.has(name))
    .sort()
    .map((name) => ({ name, sql: readFileSync(new URL(name, folder), 'utf8') }));
