import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';
import { counter } from './support/count.mjs';

// one import for both: imported apart they would not share their modules
const { commands, launchers } = await tsImport('./engines/web-test-runner.ts', import.meta.url);
const outside = commands();
const root = fileURLToPath(new URL('..', import.meta.url));

export default {
  rootDir: root,
  files: [`${root}test/browser/**/*.test.ts`, `${root}test/loader/**/*.test.ts`],
  nodeResolve: { exportConditions: ['development'] },
  browsers: await launchers(),
  plugins: [outside, esbuildPlugin({ ts: true, target: 'es2022', tsconfig: `${root}tsconfig.json` })],
  testFramework: { config: { timeout: 20_000 } }, // axe takes over mocha's two seconds on a busy machine
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 300_000,
  filterBrowserLogs: ({ args }) => !String(args[0]).includes('Lit is in dev mode'),
  reporters: [defaultReporter({ reportTestProgress: false, reportTestResults: true }), outside, counter()],
};
