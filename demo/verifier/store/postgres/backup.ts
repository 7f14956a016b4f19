import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Writes one consistent state of a database to a new file while it is in use, with PostgreSQL's own `pg_dump`.
 * @throws when the file exists, or when the program is missing or fails
 */
export function backUpPostgres(url: string, file: string): void {
  if (existsSync(file)) throw new Error(`${file} exists already; nothing was written.`);
  const umask = process.umask(0o077);
  try {
    run('pg_dump', url, ['--format=custom', '--no-owner', '--no-privileges', `--file=${file}`]);
  } finally {
    process.umask(umask);
  }
}

/**
 * Fills an empty database from a backup, in one transaction, with `pg_restore`.
 * @throws when the program is missing or fails, for example because the database is not empty; then nothing has changed
 */
export function restorePostgres(file: string, url: string): void {
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
  run('pg_restore', url, ['--single-transaction', '--exit-on-error', '--no-owner', '--no-privileges', file]);
}

/** The password goes through the environment: other users of the machine can read a program's arguments. */
function run(program: string, url: string, args: string[]) {
  // not every such address is a URL: a socket's has no host
  const [, before, password, rest] = /^(postgres(?:ql)?:\/\/[^:@/]*):([^@/]*)(@.*)$/.exec(url) ?? [];
  const address = password === undefined ? url : `${before}${rest}`;
  const { error, status, stderr } = spawnSync(program, [...args, `--dbname=${address}`], {
    encoding: 'utf8',
    env: { ...process.env, ...(password !== undefined && { PGPASSWORD: decodeURIComponent(password) }) },
  });
  if (error) throw new Error(`${program} cannot be run: install PostgreSQL's client programs.`, { cause: error });
  if (status !== 0) throw new Error(`${program} failed: ${stderr.trim()}`);
}
