/** The whole demo on free ports and in a folder of its own, with a clock that a story can put forward. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDemo } from '../../demo/demo.js';
import { freePort } from './ports.js';

export async function startDemo(settings: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-demo-'));
  let ahead = 0;
  const options = {
    ports: { site: await freePort(), verifier: await freePort(), phone: await freePort() },
    folder,
    clock: { now: () => Date.now() + ahead },
    settings: { LOG_LEVEL: 'silent', ...settings },
  };
  let demo = await openDemo(options);
  return {
    ...demo,
    /** The time of the servers' clock, in epoch milliseconds. */
    now: () => Date.now() + ahead,
    /** Puts the servers' clock forward, in milliseconds. */
    passes: (milliseconds: number) => void (ahead += milliseconds),
    /** Stops all servers and starts them again on the same data. */
    async restarts() {
      await demo.close();
      demo = await openDemo(options);
    },
    async close() {
      await demo.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
