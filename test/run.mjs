/**
 * Every test, then one closing line: node suites and journeys with node's own runner, browser suites with Web Test Runner in every engine that is here.
 * `node test/run.mjs rules journeys` runs only those folders.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const inBrowser = ['browser', 'loader'];
const wanted = process.argv.slice(2);
const folders = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && (wanted.length === 0 || wanted.includes(entry.name)))
  .map((entry) => ({
    name: entry.name,
    files: readdirSync(join(here, entry.name), { recursive: true })
      .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'))
      .map((file) => join(here, entry.name, file)),
  }))
  .filter(({ files }) => files.length > 0);
const nodeFiles = folders.filter(({ name }) => !inBrowser.includes(name)).flatMap(({ files }) => files);
const browserFiles = folders.filter(({ name }) => inBrowser.includes(name)).flatMap(({ files }) => files);

const scratch = mkdtempSync(join(tmpdir(), 'mo-otp-gate-test-'));
const counts = join(scratch, 'counts');
writeFileSync(counts, '');
const run = (args) =>
  spawnSync(process.execPath, args, {
    stdio: 'inherit',
    cwd: dirname(here),
    env: { ...process.env, TEST_COUNTS: counts },
  }).status ?? 1;

const statuses = [];
if (nodeFiles.length > 0)
  statuses.push(
    run([
      '--import',
      'tsx',
      '--test',
      '--test-timeout',
      '300000', // milliseconds; for a file that never ends, however its tests do
      // Node's own choice leaves one of two cores idle
      '--test-concurrency',
      String(Math.max(2, availableParallelism() - 1)),
      '--test-reporter',
      'spec',
      '--test-reporter-destination',
      'stdout',
      '--test-reporter',
      join(here, 'support/count.mjs'),
      '--test-reporter-destination',
      join(scratch, 'node'),
      ...nodeFiles,
    ]),
  );
if (browserFiles.length > 0)
  statuses.push(
    run([
      'node_modules/@web/test-runner/dist/bin.js',
      '--config',
      join(here, 'web-test-runner.config.mjs'),
      '--files',
      ...browserFiles,
    ]),
  );

const [passed, failed, skipped] = readFileSync(counts, 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(' ').map(Number))
  .reduce((sum, line) => sum.map((n, i) => n + (line[i] ?? 0)), [0, 0, 0]);
rmSync(scratch, { recursive: true });
const broken = statuses.some((status) => status !== 0);
// a runner that died before it could count must not look like a pass
console.log(`\n${passed} passed, ${failed || (broken ? 1 : 0)} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exitCode = broken || failed || passed === 0 ? 1 : 0;
