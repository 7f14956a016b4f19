import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The verifier's data: sites, people with their TOTP secrets (base32), and its start time (epoch seconds). */
export interface SecondVerifierData {
  sites: { id: string; secret: string; origins: string[] }[];
  people: { name: string; phone: string; secret: string }[];
  now: number;
}

const program = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The interpreter itself: `python3` may be a script that searches for it at each start. */
const python = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
/** The reason why it cannot start here, or `false`. */
export const missingPython: string | false = python.status === 0 ? false : 'there is no python3 here';

/** How it departs from the sound verifier: by a fault, or in its manner. */
export type Variant = { fault?: string | undefined; terse?: boolean };

/** Starts it; resolves with its address when it listens. */
export async function startSecond(
  data: SecondVerifierData,
  { fault, terse }: Variant = {},
): Promise<{ url: string; stop(): void }> {
  const child = spawn(
    python.stdout.trim(),
    ['-B', program('verifier.py'), ...(fault === undefined ? [] : ['--fault', fault]), ...(terse ? ['--terse'] : [])],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  child.stdin.end(JSON.stringify(data));
  for await (const url of createInterface({ input: child.stdout })) return { url, stop: () => void child.kill() };
  throw new Error('The second verifier did not start');
}
