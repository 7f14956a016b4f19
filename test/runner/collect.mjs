/**
 * Replaces `node:test` for files that share a process: records what a file registers while it loads, and registers it
 * with Node's runner inside a suite. So a file's hooks apply to its own tests only.
 */
import * as runner from 'node:test';

export * from 'node:test';

/** The stories that the loading file has registered so far; undefined while none is loading. */
let registered;

const later = (call) =>
  function (...args) {
    if (registered === undefined) return call(...args);
    registered.push(() => call(...args));
    return undefined;
  };
const withVariants = (call) =>
  Object.assign(later(call), { skip: later(call.skip), todo: later(call.todo), only: later(call.only) });

export const test = withVariants(runner.test);
export const it = withVariants(runner.it);
export const describe = withVariants(runner.describe);
export const suite = withVariants(runner.suite ?? runner.describe);
export const before = later(runner.before);
export const after = later(runner.after);
export const beforeEach = later(runner.beforeEach);
export const afterEach = later(runner.afterEach);
export default test;

/** Loads a file and answers what it registers. */
export async function collect(load) {
  registered = [];
  try {
    await load();
    return registered;
  } finally {
    registered = undefined;
  }
}
