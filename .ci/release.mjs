/**
 * `npm run release`: checks whether this state can be released, and packs both packages into `dist/release`, each with a
 * list of what is in it (SBOM, CycloneDX). It refuses a dirty tree, a version that CHANGELOG.md does not list with its
 * date, an existing tag, and a failing check. Only `npm run release -- --publish` also tags and publishes.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
const tag = `v${version}`;
const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).trim();
const run = (command, ...args) => spawnSync(command, args, { stdio: 'inherit' }).status === 0;
const refuse = (why) => {
  console.error(`${name} ${version} is not released: ${why}`);
  process.exit(1);
};

if (git('status', '--porcelain')) refuse('there are changes that are not committed.');
if (
  !readFileSync('CHANGELOG.md', 'utf8')
    .split('\n')
    .some((line) => line.startsWith(`## ${version} (`) && /\(\d{4}-\d\d-\d\d\)$/.test(line))
)
  refuse(`CHANGELOG.md lists no "## ${version} (YYYY-MM-DD)".`);
if (git('tag', '--list', tag)) refuse(`the tag ${tag} is there already.`);
if (!run('bash', '.ci/run')) refuse('a check failed.');
if (git('status', '--porcelain')) refuse('the checks changed files.');

/** The packages; the second is built by the checks. */
const packages = ['.', 'dist/verifier'].filter((folder) => existsSync(`${folder}/package.json`));
const target = 'dist/release';
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const folder of packages) {
  if (!run('npm', 'pack', `./${folder}`, '--ignore-scripts', '--pack-destination', target))
    refuse(`${folder} could not be packed.`);
  if (!existsSync(`${folder}/package-lock.json`) && !existsSync(`${folder}/npm-shrinkwrap.json`)) continue;
  const sbom = execFileSync(
    'npm',
    ['sbom', '--prefix', folder, '--package-lock-only', '--omit=dev', '--sbom-format=cyclonedx'],
    { encoding: 'utf8', maxBuffer: 1e8 },
  );
  const { name: packed } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  writeFileSync(`${target}/${packed}-${version}.cdx.json`, sbom);
}

if (process.argv.includes('--publish')) {
  git('tag', '--annotate', tag, '--message', `${name} ${version}`);
  if (!packages.every((folder) => run('npm', 'publish', `./${folder}`))) {
    git('tag', '--delete', tag);
    refuse('npm did not take it.');
  }
  console.log(`${name} ${version} is published. Push ${tag}.`);
} else console.log(`${name} ${version} may be released: npm run release -- --publish`);
