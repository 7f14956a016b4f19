/**
 * A process that runs one test file after another: it gets their paths from `pool.mjs` and sends back what Node's
 * runner reports. Every file is a suite of its own; after it the process must be as it was before.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { reports } from './reporter.mjs';
import { closeShared } from './shared.mjs';
import { registerTypescript } from './typescript.mjs';

const shim = new URL('collect.mjs', import.meta.url).href;
await registerTypescript({ 'node:test': shim });
const { collect } = await import('./collect.mjs');
const { describe, mock } = await import('node:test');

/** How long handles may take to close after a file's last test, in milliseconds. */
const defaultClosingTime = 5000;

let faults = [];
process.on('uncaughtExceptionMonitor', (error) => faults.push(inspect(error)));
process.on('unhandledRejection', (error) => faults.push(inspect(error)));

process.on('message', ({ file, closingTime = defaultClosingTime }) => {
  if (file === undefined) void closeShared().then(() => process.exit());
  else
    void run(file, closingTime).then(
      (end) => process.send({ type: 'end', ...end }),
      (error) => process.send({ type: 'end', faults: [inspect(error)], open: [], broken: true }),
    );
});
process.send({ type: 'ready' });

async function run(file, closingTime) {
  const environment = { ...process.env };
  const open = process.getActiveResourcesInfo();
  faults = [];
  process.exitCode = undefined;

  let load;
  try {
    const registered = await collect(() => import(pathToFileURL(file).href));
    load = () => registered.forEach((register) => register());
  } catch (error) {
    return { faults: [inspect(error)], open: [], broken: true };
  }
  const ended = new Promise((resolve) => {
    const listen = ({ type, data }) => {
      if (data.nesting !== 0 || data.name !== file || !['test:pass', 'test:fail'].includes(type)) return;
      reports.off('report', listen);
      resolve();
    };
    reports.on('report', listen);
  });
  void describe(file, load);
  await ended;

  mock.reset();
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
  const left = await leftOpen(open, closingTime);
  const { exitCode } = process;
  process.exitCode = undefined;
  return { faults, open: left, exitCode };
}

/** The handles, requests and timers that were not there before and do not close by themselves. */
async function leftOpen(before, closingTime) {
  for (const until = Date.now() + closingTime; ;) {
    const left = process.getActiveResourcesInfo();
    for (const one of before) if (left.includes(one)) left.splice(left.indexOf(one), 1);
    if (left.length === 0 || Date.now() > until) return left;
    await sleep(10, undefined, { ref: false });
  }
}
