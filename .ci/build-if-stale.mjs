/** Builds `dist/` unless it was built from the files that are here now. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Everything that the build reads; more would only build more often. */
const sources = ['widget', 'loader', 'demo/checker', 'demo/verifier', '.ci'].flatMap((folder) =>
  readdirSync(folder, { recursive: true }).map((file) => join(folder, file)),
);
sources.push('package.json', 'package-lock.json', 'tsconfig.json', 'rollup.config.mjs');

const hash = createHash('sha1');
const files = sources.filter((file) => !file.includes('node_modules') && statSync(file).isFile());
for (const file of files.sort((a, b) => (a < b ? -1 : 1)))
  hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
const current = hash.digest('hex');

/** A part of `dist/` that is not published; a build removes it with the rest. */
const stamp = 'dist/demo/sources.sha1';
if (read(stamp) !== current) {
  const { status } = spawnSync('npm', ['run', '-s', 'build'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, current);
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
