/**
 * A PostgreSQL server for tests: created in a temporary folder with the machine's programs, reached through a socket in
 * that folder, removed afterwards. PostgreSQL refuses to run as root, so for root it runs as the user `nobody`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { isWorker, shared, unref } from '../runner/shared.mjs';

export interface Postgres {
  /** The process whose children are the server. */
  pid: number;
  /** Makes an empty database and answers its address. */
  database(): Promise<string>;
  /** Ends every connection with its transactions and starts again on the same data; `meanwhile` runs in between. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** A server that other files use, too. */
export type SharedPostgres = Pick<Postgres, 'database' | 'stop'>;

/** The folder of the server's programs: Debian keeps one for each version and outside the PATH. */
function binaries(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [...versions.map((version) => join(debian, version, 'bin')), ...(process.env['PATH'] ?? '').split(':')].find(
    (folder) => existsSync(join(folder, 'initdb')),
  );
}

const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** Why tests of PostgreSQL are skipped on this machine, or `false`. */
export const withoutPostgres: string | false =
  binaries() === undefined && 'PostgreSQL is not installed (Debian: apt-get install postgresql)';

/** The server that the files of a test worker share; a file that runs alone starts one. Call `stop` in either case. */
export async function sharedPostgres(): Promise<SharedPostgres> {
  const { database, stop } = isWorker ? await serverOfWorker() : await startPostgres(...withoutSync);
  return { database, stop: isWorker ? async () => undefined : stop };
}

/** No story crashes the machine. */
const withoutSync = ['fsync=off', 'full_page_writes=off'];
const serverOfWorker = shared(
  () => startPostgres(...withoutSync),
  (server) => server.stop(),
);

/** Starts a server; `settings` as in postgresql.conf. */
export async function startPostgres(...settings: string[]): Promise<Postgres> {
  const bin = binaries()!;
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-pg-'));
  if (nobody.uid !== undefined) chownSync(folder, nobody.uid, nobody.gid);
  const data = join(folder, 'data');
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'verifier', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    { ...nobody, cwd: folder, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);

  const all = ['listen_addresses=', `unix_socket_directories=${folder}`, ...settings].flatMap((setting) => [
    '-c',
    setting,
  ]);
  const start = async () => {
    // the shell waits for the end of its input, which comes however this process ends: no server stays behind
    const server = spawn(
      'sh',
      ['-c', '"$@" & read -r end; kill -INT $!; wait $!', 'sh', join(bin, 'postgres'), '-D', data, ...all],
      { ...nobody, cwd: folder, stdio: ['pipe', 'ignore', 'pipe'] },
    );
    if (isWorker) unref(server);
    const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
    await new Promise<void>((resolve, reject) => {
      let said = '';
      const onOutput = (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-10_000);
        const isReady = said.includes('ready to accept connections');
        // a client that is too early causes "FATAL: the database system is starting up"
        const hasFailed = !isReady && /FATAL: +(?!\s|the database system is)/.test(said);
        if (!isReady && !hasFailed) return;
        // later such lines are about single connections
        server.stderr.off('data', onOutput).resume();
        if (isReady) return resolve();
        server.stdin.end();
        reject(new Error(`postgres: ${said}`));
      };
      server.stderr.on('data', onOutput);
    });
    return {
      pid: server.pid!,
      async stop() {
        server.stdin.end(); // a fast shutdown: ends the connections that are left
        await gone;
      },
    };
  };
  let server = await start();

  const address = (database: string) => `postgres://verifier@/${database}?host=${encodeURIComponent(folder)}`;
  let count = 0;
  return {
    get pid() {
      return server.pid;
    },
    async database() {
      const name = `test_${++count}`;
      const client = new pg.Client(address('postgres'));
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      return address(name);
    },
    async restart(meanwhile) {
      await server.stop();
      await meanwhile?.();
      server = await start();
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
