import Database from 'libsql';
import { copyFileSync, constants, existsSync, chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes one consistent state of a database to a new file while it is in use; readable by its owner only.
 * @throws when the file exists
 */
export function backUpSqlite(database: string, file: string): void {
  refuseExisting(file);
  const umask = process.umask(0o077);
  const source = new Database(database);
  try {
    source.prepare('VACUUM INTO ?').run(file);
  } finally {
    source.close();
    process.umask(umask);
  }
  check(file);
}

/**
 * Makes a database of a backup.
 * @throws when the backup is damaged, or when there is a database already
 */
export function restoreSqlite(file: string, database: string): void {
  for (const suffix of ['', '-wal', '-shm']) refuseExisting(`${database}${suffix}`);
  check(file);
  mkdirSync(dirname(database), { recursive: true, mode: 0o700 });
  copyFileSync(file, database, constants.COPYFILE_EXCL);
  chmodSync(database, 0o600);
}

function refuseExisting(file: string) {
  if (existsSync(file)) throw new Error(`${file} exists already; nothing was written.`);
}

function check(file: string) {
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
  const copy = new Database(file, { readonly: true } as Database.Options);
  try {
    const found = copy.prepare('PRAGMA integrity_check').all() as { integrity_check: string }[];
    if (found[0]?.integrity_check !== 'ok') throw new Error(`its integrity check fails: ${found[0]?.integrity_check}`);
  } catch (cause) {
    throw new Error(`${file} is no whole backup: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  } finally {
    copy.close();
  }
}
