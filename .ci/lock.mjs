/**
 * Checks that the lock file lists every optional platform package. npm omits one silently if it is unavailable at that
 * moment, and then `npm ci` fails on every other platform.
 */
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const isLocked = (from, name) => {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${folder && `${folder}/`}node_modules/${name}`]) return true;
    if (!folder) return false;
  }
};
const missing = Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
  Object.entries(optionalDependencies)
    .filter(([name]) => !isLocked(from, name))
    .map(([name, version]) => `${from} wants ${name}@${version}`),
);
for (const line of missing) console.error(line);
if (missing.length > 0) console.error('package-lock.json lacks these packages. Install again until it lists them.');
process.exitCode = missing.length > 0 ? 1 : 0;
