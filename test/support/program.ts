/** Starts the project's programs as their users do, without the start-up time of `tsx`. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const register = new URL('../runner/register.mjs', import.meta.url).href;

/** Node's arguments for a program (`demo/verifier/main.ts`). The test runner bundles programs before the first test. */
export function program(path: string): string[] {
  const bundles = process.env['TEST_PROGRAMS'];
  return bundles ? [join(bundles, path.replace(/\.ts$/, '.mjs'))] : ['--import', register, join(root, path)];
}
