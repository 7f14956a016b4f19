/** Engines and commands for `web-test-runner.config.mjs`, in one module graph because both use the same launchers. */
export { commands } from './commands-plugin.js';
export { launchers } from './engines.js';
