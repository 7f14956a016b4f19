import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner-chrome';
import { defaultReporter } from '@web/test-runner';
import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';
import { commands } from './support/commands-plugin.mjs';
import { counter } from './support/count.mjs';

const { findChromium } = await tsImport('./support/find-chromium.ts', import.meta.url);
const { from, ...launchOptions } = await findChromium();
console.log(`browser: ${from} (${launchOptions.executablePath})`);
const root = fileURLToPath(new URL('..', import.meta.url));

export default {
  rootDir: root,
  files: [`${root}test/browser/**/*.test.ts`, `${root}test/loader/**/*.test.ts`],
  nodeResolve: { exportConditions: ['development'] },
  // one tab at a time: only the tab in front has the focus and the clipboard
  browsers: [chromeLauncher({ launchOptions, concurrency: 1 })],
  plugins: [commands(), esbuildPlugin({ ts: true, target: 'es2022', tsconfig: `${root}tsconfig.json` })],
  testFramework: { config: { timeout: 20_000 } }, // axe takes over mocha's two seconds on a busy machine
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 300_000,
  filterBrowserLogs: ({ args }) => !String(args[0]).includes('Lit is in dev mode'),
  reporters: [defaultReporter({ reportTestProgress: false, reportTestResults: true }), counter()],
};
