import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { AssetVersion } from '../store/assets.js';

/** In the package beside this module; from source where the build of the package puts it. */
const folders = ['gate/', '../../../dist/verifier/files/assets/gate/'].map((path) => new URL(path, import.meta.url));

/** The version that files have: 96 bits of a hash over their names and texts. */
export const versionOf = (files: AssetVersion['files']): string => {
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 24);
};

/** The value of an `integrity` attribute (Subresource Integrity). */
export const integrityOf = (text: string): string => `sha384-${createHash('sha384').update(text).digest('base64')}`;

/** The files for browsers that this verifier was built with; `undefined` from source before a build. */
export function ownAssets(): AssetVersion | undefined {
  const folder = folders.find((one) => existsSync(new URL('loader.js', one)));
  if (!folder) return undefined;
  const files = Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]),
  );
  return { version: versionOf(files), files };
}

/**
 * The loader for the address that stays: it looks for the gate beside itself, so its copy there names the version.
 * @throws when the loader names its gate in another form
 */
export function stableLoader({ version, files }: AssetVersion): string {
  const [before, after, ...more] = files['loader.js']!.split('"mo-otp-gate.js"');
  if (after === undefined || more.length > 0) throw new Error('loader.js does not name mo-otp-gate.js once');
  return `${before}"assets/${version}/mo-otp-gate.js"${after}`;
}
