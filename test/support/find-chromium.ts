/**
 * Finds a browser for the tests, which need no installed one:
 *   1. CHROME_PATH (a wrong path is an error)
 *   2. a Chrome or Chromium of this machine
 *   3. the headless Chromium that comes packed in an npm package (Linux x64)
 * BROWSER=packed skips 2, for pictures that must be alike on every machine.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, constants, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { Launcher } from 'chrome-launcher';

/** Puppeteer's launch options for the browser; `from` says where it was found. */
export interface Found {
  executablePath: string;
  from: string;
  args: string[];
  headless: true | 'shell';
  env?: Record<string, string | undefined>;
}

/** A Chromium older than this lacks something that the tests (not the gate) need. */
const OLDEST = 131;
const root = fileURLToPath(new URL('../..', import.meta.url));

export async function findChromium(): Promise<Found> {
  // Chromium's sandbox works neither for root in a container nor on many CI kernels; the pages under test are our own
  const args = process.getuid?.() === 0 || process.env['CI'] ? ['--no-sandbox'] : [];
  const named = process.env['CHROME_PATH'];
  if (named) {
    if (!(await isExecutable(named)))
      throw new Error(`CHROME_PATH names ${named}, which is not an executable file. Correct it or unset it.`);
    return { executablePath: named, from: 'CHROME_PATH', args, headless: true };
  }
  if (process.env['BROWSER'] !== 'packed')
    for (const executablePath of installed())
      if (await isRecent(executablePath)) return { executablePath, from: 'this machine', args, headless: true };
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('No Chrome or Chromium was found. Install one, or set CHROME_PATH to its executable.');
  return packed();
}

const isExecutable = (path: string) =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

function installed(): string[] {
  try {
    return Launcher.getInstallations();
  } catch {
    return []; // it throws where there is none
  }
}

/** Not a stub that asks for another installation, not another system's browser, not too old. */
async function isRecent(path: string) {
  if (process.platform !== 'linux') return true; // elsewhere asking for the version opens a window
  if (path.endsWith('.exe')) return false;
  const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: 15_000 }).catch(() => ({ stdout: '' }));
  return Number(/ (\d+)\./.exec(stdout)?.[1]) >= OLDEST;
}

/** Unpacks the npm package's Chromium once, into node_modules; the package itself would use the temporary folder. */
async function packed(): Promise<Found> {
  const entry = fileURLToPath(import.meta.resolve('@sparticuz/chromium'));
  let home = dirname(entry);
  while (!existsSync(join(home, 'bin/chromium.br'))) home = dirname(home);
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string };
  const dir = join(root, 'node_modules/.cache/chromium', version);
  const ready = join(dir, 'ready');
  if (!existsSync(ready)) {
    // several processes may do this at once: each unpacks a copy, the first one stays
    const draft = `${dir}.${process.pid}`;
    await mkdir(draft, { recursive: true });
    await unpack(entry, draft);
    await writeFile(join(draft, 'ready'), '');
    if (!existsSync(ready)) await rm(dir, { recursive: true, force: true });
    await rename(draft, dir).catch(() => rm(draft, { recursive: true }));
  }
  const fonts = join(dir, 'fonts');
  // each time, because its paths are absolute: after the project moved, a Chromium that finds no font exits silently
  await mkdir(fonts, { recursive: true });
  await writeFile(
    join(fonts, 'fonts.conf'),
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${fonts}</dir><dir>/usr/share/fonts</dir><cachedir>${join(dir, 'fonts-cache')}</cachedir></fontconfig>
`,
  );
  return {
    executablePath: join(dir, 'chromium'),
    from: `@sparticuz/chromium ${version}`,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--font-render-hinting=none',
      '--disable-lcd-text',
      '--force-color-profile=srgb',
    ],
    headless: 'shell',
    env: {
      ...process.env,
      LC_ALL: 'en_US.UTF-8', // without one it names a language that Intl refuses
      LD_LIBRARY_PATH: [process.env['LD_LIBRARY_PATH'], join(dir, 'al2023/lib')].filter(Boolean).join(':'),
      FONTCONFIG_PATH: fonts,
      FONTCONFIG_FILE: join(fonts, 'fonts.conf'),
    },
  };
}

async function unpack(entry: string, dir: string) {
  const before = { ...process.env };
  process.env['TMPDIR'] = dir;
  process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs22.x'; // also unpacks the NSS libraries, which Debian lacks
  try {
    const { default: chromium } = (await import(pathToFileURL(entry).href)) as {
      default: { executablePath(): Promise<string> };
    };
    await chromium.executablePath();
  } finally {
    for (const name of ['TMPDIR', 'AWS_LAMBDA_JS_RUNTIME', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH', 'HOME'])
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
  }
}
