/** A long-lived process in which Node's test files run one after the other. */
import { fork } from 'node:child_process';
import { relative } from 'node:path';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { root } from './compile.mjs';
import { addFailure, newResult } from './results.mjs';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
/** A file that runs for longer hangs. Milliseconds. */
const fileTimeLimit = 300_000;
/** How long a process may take to close what its files shared. Milliseconds. */
const stopTime = 10_000;

/**
 * Opens a place for test files. Its process starts with the first file, and again after a file that ended it or left
 * handles open.
 *
 * @param {{ timeLimit?: number, closingTime?: number }} options in milliseconds; for tests of this file
 */
export function openWorker({ timeLimit = fileTimeLimit, closingTime } = {}) {
  let worker;
  const runs = () => worker?.exitCode === null && worker.signalCode === null;
  /** Ends the process and everything in its process group. */
  const kill = () => {
    if (runs()) process.kill(-worker.pid, 'SIGKILL');
    worker = undefined;
  };
  /** Lets the process close what its files shared. */
  const end = async () => {
    if (runs()) {
      const gone = new Promise((resolve) => worker.once('exit', resolve));
      worker.send({});
      await Promise.race([gone, sleep(stopTime, undefined, { ref: false })]);
    }
    kill();
  };
  process.once('exit', kill);

  return {
    end,
    /** Runs a test file and resolves with its result, even where the file crashes or hangs. */
    async run(path) {
      const result = newResult(relative(root, path));
      const started = Date.now();
      worker ??= start();
      const { faults, open, exitCode, hangs, broken } = await runIn(worker, { path, closingTime, timeLimit }, result);
      // Node's runner sets it for a test that fails, and for an error that belongs to none
      if (exitCode && result.failed === 0 && faults.length === 0) faults.push(`the exit code was set to ${exitCode}`);
      // an error in a running test has failed that test already
      if (broken || result.failed === 0) for (const error of faults) addFailure(result, 'outside its tests', error);
      else result.output += faults.map((error) => `${error}\n`).join('');
      if (open.length > 0) addFailure(result, 'leaves handles open', open.join(', '));
      if (hangs) kill();
      else if (open.length > 0 || faults.length > 0) await end();
      result.seconds = (Date.now() - started) / 1000;
      return result;
    },
  };
}

function start() {
  const worker = fork(here('worker.mjs'), [], {
    cwd: root,
    env: { ...process.env, TEST_WORKER: '1' },
    detached: true, // a process group, so that nothing outlives it
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [
      '--disable-warning=ExperimentalWarning',
      `--test-reporter=${here('reporter.mjs')}`,
      '--test-reporter-destination=stdout',
    ],
  });
  worker.stdout.setEncoding('utf8');
  worker.stderr.setEncoding('utf8');
  return worker;
}

/** Fills in the result; resolves with the faults outside of tests and the handles that stay open. */
async function runIn(worker, { path, closingTime, timeLimit }, result) {
  const running = new Set();
  const write = (text) => void (result.output += text);
  let onMessage, onExit, timer;
  const outcome = await new Promise((resolve) => {
    const breaks = (text, hangs = false) =>
      resolve({ faults: [[text, ...running].join('\n  during: ')], open: [], hangs, broken: true });
    onMessage = (message) => {
      if (message.type === 'end') resolve(message);
      else if (message.type === 'test:dequeue') running.add(message.name);
      else if (message.type !== 'ready') {
        running.delete(message.name);
        count(result, message.name === path ? { ...message, name: 'outside its tests' } : message);
      }
    };
    onExit = (code, signal) => breaks(`its process ended with ${signal ?? `code ${code}`}`);
    timer = setTimeout(() => breaks(`it did not end within ${timeLimit / 1000} s`, true), timeLimit);
    worker.on('message', onMessage).once('exit', onExit);
    worker.stdout.on('data', write);
    worker.stderr.on('data', write);
    worker.send({ file: path, closingTime });
  });
  clearTimeout(timer);
  await nextTurn(); // its last output is in the pipe
  await nextTurn();
  worker.off('message', onMessage).off('exit', onExit);
  worker.stdout.off('data', write);
  worker.stderr.off('data', write);
  return outcome;
}

function count(result, { type, name, suite, skipped, failure, error, message }) {
  if (type === 'test:diagnostic') {
    if (message.startsWith('Error') || message.startsWith('Warning')) result.output += `${message}\n`;
  } else if (type === 'test:pass') {
    if (!suite) skipped ? result.skipped++ : result.passed++;
  } else if (failure === 'subtestsFailed') {
    if (!suite) result.failed++;
  } else addFailure(result, name, error);
}
