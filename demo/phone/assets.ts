/** The app's files, built in memory when the server starts. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Eta } from 'eta';

export interface Asset {
  type: string;
  body: Buffer;
}

const app = (path: string) => fileURLToPath(new URL(`app/${path}`, import.meta.url));

const files = {
  '/manifest.webmanifest': ['manifest.webmanifest', 'application/manifest+json'],
  '/icons/icon.svg': ['icons/icon.svg', 'image/svg+xml'],
  '/icons/icon-192.png': ['icons/icon-192.png', 'image/png'],
  '/icons/icon-512.png': ['icons/icon-512.png', 'image/png'],
  '/icons/maskable-512.png': ['icons/maskable-512.png', 'image/png'],
} as const;

/**
 * The app's assets by path. The service worker lists all the others and contains a hash of them as its version, so that
 * a browser fetches them again exactly when one has changed.
 */
export async function buildAssets(verifier: string): Promise<Map<string, Asset>> {
  const page = new Eta().renderString(await readFile(app('index.eta'), 'utf8'), { verifier });
  const shell = new Map<string, Asset>([
    ['/', { type: 'text/html; charset=utf-8', body: Buffer.from(page) }],
    ['/app.js', { type: 'text/javascript; charset=utf-8', body: await bundle('main.ts') }],
    ['/app.css', { type: 'text/css; charset=utf-8', body: await bundle('styles/app.css') }],
  ]);
  for (const [path, [file, type]] of Object.entries(files)) shell.set(path, { type, body: await readFile(app(file)) });

  const version = createHash('sha256');
  for (const { body } of shell.values()) version.update(body);
  const worker = await bundle('service-worker.ts', {
    VERSION: version.digest('hex').slice(0, 16),
    SHELL: [...shell.keys()],
  });
  return shell.set('/service-worker.js', { type: 'text/javascript; charset=utf-8', body: worker });
}

/** `constants` replace the declared names of the source. */
async function bundle(entry: string, constants: Record<string, unknown> = {}): Promise<Buffer> {
  const { outputFiles } = await build({
    entryPoints: [app(entry)],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    charset: 'utf8',
    target: ['chrome87', 'safari15'],
    define: Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)])),
  });
  return Buffer.from(outputFiles[0]!.contents);
}
