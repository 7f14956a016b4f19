import { esbuildPlugin } from '@web/dev-server-esbuild';
import { fileURLToPath } from 'node:url';
import { browserReporter } from './runner/browser-reporter.mjs';
import { registerTypescript } from './runner/typescript.mjs';

await registerTypescript();
const { commands, launchers } = await import('./engines/web-test-runner.ts');
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
  reporters: [browserReporter(root), outside],
};
