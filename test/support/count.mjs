/**
 * Counts what each runner ran, so that `npm test` can end with one line for all of them.
 * A default export for node's runner (a custom reporter) and `counter()` for Web Test Runner;
 * both append `passed failed skipped` to the file that TEST_COUNTS names.
 */
import { appendFileSync } from 'node:fs';

const write = (passed, failed, skipped) => {
  if (process.env.TEST_COUNTS) appendFileSync(process.env.TEST_COUNTS, `${passed} ${failed} ${skipped}\n`);
};

export default async function* nodeReporter(source) {
  let passed = 0,
    failed = 0,
    skipped = 0;
  for await (const { type, data } of source) {
    if (data.details?.type === 'suite') continue;
    if (type === 'test:fail') failed++;
    if (type === 'test:pass') data.skip !== undefined || data.todo !== undefined ? skipped++ : passed++;
  }
  write(passed, failed, skipped);
  yield '';
}

export const counter = () => ({
  onTestRunFinished({ sessions }) {
    const tests = sessions.flatMap((session) => flatten(session.testResults));
    const broken = sessions.filter((session) => session.errors.length > 0).length; // a file that did not load has no tests to fail
    const skipped = tests.filter((test) => test.skipped).length;
    const passed = tests.filter((test) => test.passed && !test.skipped).length;
    write(passed, tests.length - passed - skipped + broken, skipped);
  },
});

const flatten = (suite) => (suite ? [...suite.tests, ...suite.suites.flatMap(flatten)] : []);
