/** The engines and the commands of a real hand, for `web-test-runner.config.mjs`: in one module graph, because both look up the same launchers. */
export { commands } from './commands-plugin.js';
export { launchers } from './engines.js';
