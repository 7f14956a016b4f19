/** The package as npm publishes it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isWorker, shared } from '../runner/shared.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Tarball {
  /** The path of the `.tgz` file. */
  file: string;
  /** The paths in it. */
  files: string[];
  /** Removes it, unless other files of the test worker use it, too. */
  remove(): void;
}

/** Packs the package, once for all files of a test worker. */
export async function packTarball(): Promise<Tarball> {
  return isWorker ? { ...(await ofWorker()), remove: () => undefined } : pack();
}

const ofWorker = shared(
  async () => pack(),
  async ({ remove }) => remove(),
);

function pack(): Tarball {
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-pack-'));
  const [{ filename, files }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ) as [{ filename: string; files: { path: string }[] }];
  return {
    file: join(folder, filename),
    files: files.map(({ path }) => path),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** The tarball's bytes, for programs that read it themselves. */
export const bytesOf = ({ file }: Tarball) => new Uint8Array(readFileSync(file)).buffer;
