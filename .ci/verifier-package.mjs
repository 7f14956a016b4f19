/**
 * The package `mo-otp-verifier`, as it is published: `dist/verifier`. The verifier and the contract are JavaScript of
 * our own; its dependencies stay dependencies, in the versions of this repository's lock file.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, extname, relative, resolve } from 'node:path';

const source = 'demo/verifier';
/** Where the files lie that the program reads at run time: templates, styles, scripts of pages, migrations. */
const files = 'files';
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** The scripts for browsers, built before: the loader, the gate, and what they import from beside them. */
function gateFiles() {
  const found = new Set(['loader.js', 'mo-otp-gate.js']);
  for (const file of found)
    for (const [, name] of readFileSync(`dist/${file}`, 'utf8').matchAll(/["'`]\.\/([\w-]+\.js)["'`]/g))
      found.add(name);
  return [...found, 'mo-otp-gate.LICENSE.txt'].sort();
}

/** The manifest of the package, with the version of the repository. */
const manifest = () => ({ ...read(`${source}/package.json`), version: read('package.json').version });

/** The part of the lock file that the package needs, so that every installation has what was tested. */
export function shrinkwrap({ name, version, license, engines, bin, dependencies }) {
  const { lockfileVersion, packages } = read('package-lock.json');
  const found = {};
  const add = (from, wanted, isOptional) => {
    for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
      const place = `${folder && `${folder}/`}node_modules/${wanted}`;
      const locked = packages[place];
      if (!locked && folder) continue;
      if (!locked) throw new Error(`package-lock.json does not have ${wanted}, which ${from || name} needs`);
      const isNew = !(place in found) || (found[place].optional && !isOptional);
      if (!isNew) return;
      const { dev: _dev, peer: _peer, devOptional: _devOptional, optional: _optional, ...rest } = locked;
      found[place] = { ...rest, ...(isOptional && { optional: true }) };
      for (const inner of Object.keys(locked.dependencies ?? {})) add(place, inner, isOptional);
      for (const inner of Object.keys(locked.optionalDependencies ?? {})) add(place, inner, true);
      return;
    }
  };
  for (const wanted of Object.keys(dependencies)) add('', wanted, false);
  const sorted = Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    name,
    version,
    lockfileVersion,
    requires: true,
    packages: { '': { name, version, license, dependencies, bin, engines }, ...sorted },
  };
}

/** Writes everything of the package that is no module. */
const companions = {
  name: 'companions',
  generateBundle() {
    const json = (fileName, value) =>
      this.emitFile({ type: 'asset', fileName, source: `${JSON.stringify(value, null, 2)}\n` });
    json('package.json', manifest());
    json('npm-shrinkwrap.json', shrinkwrap(manifest()));
    for (const [fileName, file] of Object.entries({ LICENSE: 'LICENSE', 'README.md': `${source}/README.md` }))
      this.emitFile({ type: 'asset', fileName, source: readFileSync(file) });
    for (const file of readdirSync(source, { recursive: true }).sort())
      if (['.css', '.eta', '.js', '.sql'].includes(extname(file)) && !file.includes('node_modules'))
        this.emitFile({ type: 'asset', fileName: `${files}/${file}`, source: readFileSync(`${source}/${file}`) });
    for (const file of gateFiles())
      this.emitFile({ type: 'asset', fileName: `${files}/assets/gate/${file}`, source: readFileSync(`dist/${file}`) });
  },
  /** A module finds the files beside its source in `files`. */
  resolveImportMeta(property, { moduleId, chunkId }) {
    if (property !== 'url') return null;
    const place = relative(dirname(chunkId), `${files}/${relative(resolve(source), moduleId)}`);
    return `new URL(${JSON.stringify(place)}, import.meta.url).href`;
  },
};

/** The rollup configuration of the package. */
export const verifierPackage = ({ plugins, banner }) => {
  const { dependencies } = manifest();
  const isDependency = (id) => Object.keys(dependencies).some((name) => id === name || id.startsWith(`${name}/`));
  return {
    input: { 'mo-otp-verifier': `${source}/main.ts` },
    external: (id) => id.startsWith('node:') || isDependency(id),
    plugins: [...plugins, companions],
    output: {
      dir: 'dist/verifier',
      format: 'es',
      banner: ({ isEntry }) => (isEntry ? `#!/usr/bin/env node\n${banner}` : ''),
      chunkFileNames: 'lib/[name]-[hash:6].js',
      hoistTransitiveImports: false,
    },
  };
};
