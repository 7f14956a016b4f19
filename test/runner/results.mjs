/** The result of a test file, as the worker processes and Web Test Runner fill it in. */

/**
 * @typedef {object} Result
 * @property {string} file its path in the project
 * @property {string | undefined} engine the browser engine it ran in, for browser suites
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {number} seconds
 * @property {{ name: string, error: string }[]} failures
 * @property {string} output what it wrote to the console
 */

/** @returns {Result} */
export const newResult = (file, engine) => ({
  file,
  engine,
  passed: 0,
  failed: 0,
  skipped: 0,
  seconds: 0,
  failures: [],
  output: '',
});

export function addFailure(result, name, error) {
  result.failed++;
  result.failures.push({ name, error });
}
