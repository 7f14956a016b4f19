/** Web Test Runner's reporter: sends a result per file and engine to `test/run.mjs`, or prints it if run alone. */
import { relative } from 'node:path';
import { inspect } from 'node:util';
import { printResult, printSummary } from './progress.mjs';
import { addFailure, newResult } from './results.mjs';

export function browserReporter(root) {
  const opened = Date.now();
  const started = new Map();
  const results = [];
  const report = process.connected ? (result) => process.send(result) : (result) => results.push(printResult(result));
  return {
    start({ sessions }) {
      sessions.on('session-status-updated', (session) => {
        if (session.status === 'INITIALIZING') started.set(session.id, Date.now());
        if (session.status === 'FINISHED')
          report(resultOf(session, Date.now() - (started.get(session.id) ?? opened), root));
      });
    },
    onTestRunFinished() {
      if (!process.connected) printSummary(results, 0, []);
    },
  };
}

function resultOf({ testFile, browser, testResults, errors, logs, request404s }, milliseconds, root) {
  const result = newResult(relative(root, testFile), browser.name);
  result.seconds = milliseconds / 1000;
  for (const test of testsIn(testResults)) {
    if (test.skipped) result.skipped++;
    else if (test.passed) result.passed++;
    else addFailure(result, test.name, textOf(test.error));
  }
  for (const error of errors) addFailure(result, 'outside its tests', textOf(error));
  result.output = [
    ...logs.map((values) => values.map((value) => (typeof value === 'string' ? value : inspect(value))).join(' ')),
    ...request404s.map((url) => `404 ${url}`),
  ].join('\n');
  return result;
}

const testsIn = (suite) => (suite ? [...suite.tests, ...suite.suites.flatMap(testsIn)] : []);

function textOf({ name = 'Error', message, stack = '', expected, actual } = { message: 'no reason given' }) {
  const values = expected === undefined && actual === undefined ? [] : [`+ expected ${expected}`, `- actual ${actual}`];
  return [stack.includes(message) ? '' : `${name}: ${message}`, ...values, stack].filter(Boolean).join('\n');
}
