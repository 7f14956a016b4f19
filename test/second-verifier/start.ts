import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Who and what the verifier knows: sites, people with their TOTP secrets (base32), and its first moment (epoch seconds). */
export interface SecondVerifierContext {
  sites: { id: string; secret: string; origins: string[] }[];
  people: { name: string; phone: string; secret: string }[];
  now: number;
}

const program = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Why it cannot be started here, or `false`. */
export const missingPython: string | false =
  spawnSync('python3', ['--version']).status === 0 ? false : 'there is no python3 here';

/** Starts it, sound or with one fault, and answers the address of its server when it listens. */
export async function startSecond(
  world: SecondVerifierContext,
  fault?: string,
): Promise<{ url: string; stop(): void }> {
  const child = spawn('python3', ['-B', program('verifier.py'), ...(fault === undefined ? [] : ['--fault', fault])], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(world));
  for await (const url of createInterface({ input: child.stdout })) return { url, stop: () => void child.kill() };
  throw new Error('The second verifier did not start');
}
