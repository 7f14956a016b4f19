/**
 * Compiles the project's TypeScript with esbuild: all stale files at once, cached in `node_modules/.cache/typescript`
 * by the hash of their source. A test process loads plain JavaScript and starts no compiler.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, 'node_modules/.cache/typescript');
const require = createRequire(import.meta.url);
const { version } = require('esbuild/package.json');

/** The JavaScript of a TypeScript file, with its source map inline. Synchronous: Node's newer module hooks are, too. */
export function javascriptOf(path) {
  const source = readFileSync(path);
  let output = cached(path, source);
  if (output === undefined) {
    compile([...new Set([path, ...staleFiles()])]);
    output = cached(path, source);
  }
  if (output === undefined) throw new Error(`${path} changed while it was compiled`);
  return output;
}

/** Compiles every file that changed since the last time. Several processes may do this at once. */
export function compileAll() {
  const stale = staleFiles();
  if (stale.length > 0) compile(stale);
}

/**
 * Bundles programs that tests start as processes, without the packages they use: a process then loads one file of ours.
 * Resolves with the folder of the bundles, which have the paths of their sources and end in `.mjs`.
 */
export async function bundle(programs) {
  const outdir = join(root, 'node_modules/.cache/programs');
  // a source reads files beside itself, so it keeps its own address
  const addresses = {
    name: 'addresses',
    setup: ({ onLoad }) =>
      onLoad({ filter: /\.ts$/ }, ({ path }) => ({
        contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
        loader: 'ts',
      })),
  };
  await require('esbuild').build({
    entryPoints: programs.map((path) => join(root, path)),
    outdir,
    outbase: root,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    plugins: [addresses],
    logLevel: 'error',
  });
  return outdir;
}

const staleFiles = () =>
  ['widget', 'loader', 'demo', 'test']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true })
        .filter((file) => /(?<!\.d)\.ts$/.test(file) && !file.includes('node_modules'))
        .map((file) => join(root, folder, file)),
    )
    .filter((path) => cached(path, readFileSync(path)) === undefined);

const placeOf = (path) => join(cache, `${relative(root, path)}.js`);
/** The first line of a cached file. */
const headOf = (source) => `//${createHash('sha1').update(version).update(source).digest('hex')}\n`;

function cached(path, source) {
  try {
    const text = readFileSync(placeOf(path), 'utf8');
    return text.startsWith(headOf(source)) ? text : undefined;
  } catch {
    return undefined;
  }
}

function compile(paths) {
  const heads = paths.map((path) => headOf(readFileSync(path)));
  const { outputFiles } = require('esbuild').buildSync({
    entryPoints: paths,
    outdir: root,
    outbase: root,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    sourcemap: 'inline',
    sourcesContent: false,
    // the head is the first line, so the map is made with a first line
    banner: { js: '//' },
    logLevel: 'error',
  });
  outputFiles.forEach(({ text }, i) => {
    const place = placeOf(paths[i]);
    mkdirSync(dirname(place), { recursive: true });
    const draft = `${place}.${randomUUID()}`;
    writeFileSync(draft, heads[i] + text.slice(text.indexOf('\n') + 1));
    renameSync(draft, place);
  });
}
