/**
 * Runs the tests and ends with one line that counts them. `node test/run.mjs` runs every story, `node test/run.mjs
 * rules verifier/devices` a folder and a file. ENGINES names the browser engines (default: chromium).
 */
import { fork } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { bundle, compileAll, root } from './runner/compile.mjs';
import { openWorker } from './runner/pool.mjs';
import { printResult, printSummary } from './runner/progress.mjs';

process.env.ENGINES ??= 'chromium';
const here = join(root, 'test');
const selected = process.argv.slice(2).map((word) => word.replace(/^(\.\/)?test\//, '').replace(/\/$/, ''));
const selects = (word) => (file) => file.startsWith(`${word}/`) || file === word || file === `${word}.test.ts`;
const allFiles = readdirSync(here, { recursive: true })
  .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'))
  .sort();
const files =
  selected.length === 0 ? allFiles : allFiles.filter((file) => selected.some((word) => selects(word)(file)));
const inBrowser = (file) => /^(browser|loader)\//.test(file);

/**
 * The seconds that each file took the last time: the slowest start first, so that none is left to run alone at the end.
 */
const secondsFile = join(root, 'node_modules/.cache/test-seconds.json');
const lastSeconds = readJson(secondsFile);

const started = Date.now();
const results = [];
/** Why the run as a whole failed. */
const broken = selected.filter((word) => !allFiles.some(selects(word))).map((word) => `There is no test ${word}`);
process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));

compileAll();
process.env.TEST_PROGRAMS = await bundle(['demo/verifier/main.ts', 'demo/checker/main.ts']);
const nodeFiles = files
  .filter((file) => !inBrowser(file))
  .sort((a, b) => (lastSeconds[b] ?? 0) - (lastSeconds[a] ?? 0));
const browserFiles = files.filter(inBrowser);
// Node's own choice, one less than there are cores, leaves one of two idle
const places = Math.max(2, availableParallelism() - 1);
await Promise.all(
  Array.from({ length: places }, async (_, i) => {
    if (i === 0) await runBrowserFiles();
    await runNodeFiles();
  }),
);
saveSeconds();
process.exitCode = printSummary(results, (Date.now() - started) / 1000, broken) ? 0 : 1;

async function runNodeFiles() {
  const worker = openWorker();
  for (let file = nodeFiles.shift(); file !== undefined; file = nodeFiles.shift())
    results.push(printResult(await worker.run(join(here, file))));
  await worker.end();
}

async function runBrowserFiles() {
  if (browserFiles.length === 0) return;
  const runner = fork(
    join(root, 'node_modules/@web/test-runner/dist/bin.js'),
    ['--config', join(here, 'web-test-runner.config.mjs'), '--files', ...browserFiles.map((file) => join(here, file))],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  );
  createInterface(runner.stdout).on('line', printLine);
  process.once('exit', () => runner.kill());
  runner.on('message', (result) => results.push(printResult(result)));
  const status = await new Promise((resolve) => runner.once('exit', (code, signal) => resolve(code ?? signal)));
  const reported = results.some(({ engine, failed }) => engine && failed);
  if (status !== 0 && !reported) broken.push(`Web Test Runner ended with ${status}`);
}

/** Web Test Runner moves the cursor about and announces what it does. */
function printLine(line) {
  const text = stripVTControlCharacters(line).trim();
  if (text && !text.startsWith('Running ')) console.log(text);
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

function saveSeconds() {
  const seconds = results.map(({ file, seconds }) => [file.replace(/^test\//, ''), seconds]);
  mkdirSync(dirname(secondsFile), { recursive: true });
  writeFileSync(secondsFile, JSON.stringify({ ...lastSeconds, ...Object.fromEntries(seconds) }));
}
