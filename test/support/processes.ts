/**
 * Several verifier processes on one database, as an institution runs them; this process receives their text messages.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openStore, openVaultFor } from '../../demo/verifier/compose.js';
import { storeSettingsFrom } from '../../demo/verifier/settings.js';
import { hashSecret, newSecret } from '../../demo/verifier/crypto/secrets.js';
import { systemClock } from '../../demo/verifier/domain/clock.js';
import { personalDataOf } from '../../demo/verifier/personal-data/open.js';
import { verifierClient } from './client.js';
import { program } from './program.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface ProcessOptions {
  count: number;
  /** Default: the embedded store, one file for all. */
  databaseUrl?: string;
  /** More settings by their names in the environment. */
  settings?: Record<string, string>;
  /** How far each process's machine has its clock wrong, in milliseconds; default: all are right. */
  clocks?: readonly number[];
  /** Origins of pages that may use the site's sessions. */
  origins?: string[];
}

/** A module that sets the clock of a process ahead. */
const setsClock = (ms: number) =>
  `data:text/javascript,${encodeURIComponent(`const right = Date.now; Date.now = () => right() + ${ms};`)}`;

/** Starts them. Each request of the client goes to the next process. */
export async function startProcesses({
  count,
  databaseUrl,
  settings,
  clocks = [],
  origins = ['http://site.test'],
}: ProcessOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-processes-'));
  const messages: { to: string; text: string }[] = [];
  const log: string[] = [];
  const webhook = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        messages.push(JSON.parse(Buffer.concat(chunks).toString()) as { to: string; text: string });
        response.writeHead(204).end();
      });
  });
  await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));

  const variables = {
    DATA_DIR: folder,
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
    MASTER_KEY: randomBytes(32).toString('base64'),
    PUBLIC_URL: 'http://verifier.localhost/v1',
    IDENTITY_PROVIDER: 'sandbox',
    VERIFIER_HOST: '127.0.0.1',
    VERIFIER_PORT: '0',
    SMS_WEBHOOK_URL: `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/`,
    SMS_WEBHOOK_SECRET: randomBytes(16).toString('hex'),
    LOG_LEVEL: 'error',
    SMS_PER_NETWORK: '100000',
    LIMIT_SESSION: '100000',
    LIMIT_LEARNER: '100000',
    LIMIT_ADDRESS: '1000000',
    ...settings,
  };

  /** Starts one more; it is ready when it prints its address. */
  async function start(clockAheadMs = 0) {
    const wrong = clockAheadMs === 0 ? [] : ['--import', setsClock(clockAheadMs)];
    const child = spawn(process.execPath, [...wrong, ...program('demo/verifier/main.ts'), 'start'], {
      cwd: root,
      env: { ...process.env, ...variables },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const url = await new Promise<string>((resolve, reject) => {
      createInterface(child.stdout)
        .on('line', (line) => {
          const address = /^verifier: (\S+)$/.exec(line)?.[1];
          if (address === undefined) log.push(line);
          else resolve(`${address}/v1`);
        })
        .once('close', () => reject(new Error('the verifier did not start')));
    });
    return { child, url };
  }

  const storeSettings = storeSettingsFrom(variables);
  const store = await openStore(storeSettings);
  const vault = await openVaultFor(store, storeSettings);
  const { evidence } = await personalDataOf(store, vault, systemClock);
  const siteSecret = newSecret();
  await store.putSite({ id: 'site', name: 'A site', origins });
  await store.addSecret('site', hashSecret(siteSecret), Date.now());
  const running = await Promise.all(Array.from({ length: count }, (_, i) => start(clocks[i])));
  let turn = 0;
  let ended: Promise<(number | null)[]> | undefined;
  const terminate = () =>
    (ended ??= Promise.all(
      running.map(({ child }) => {
        const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        return exit;
      }),
    ));
  return {
    store,
    vault,
    evidence,
    get urls() {
      return running.map(({ url }) => url);
    },
    pids: running.map(({ child }) => child.pid!),
    ...verifierClient({ url: () => running[turn++ % running.length]!.url, siteSecret, messages }),
    siteSecret,
    /** The lines that all of them have logged, at the level of the setting LOG_LEVEL. */
    log,
    /** Kills the first process (SIGKILL) and starts another in its place. */
    async replaceFirst() {
      const { child } = running[0]!;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
      running[0] = await start();
    },
    /** Sends SIGTERM to all, once, and resolves with their exit codes. */
    terminate,
    /** Stops all (SIGTERM), removes their data, and resolves with their exit codes. */
    async close() {
      const codes = await terminate();
      webhook.close();
      await store.close();
      rmSync(folder, { recursive: true });
      return codes;
    },
  };
}
