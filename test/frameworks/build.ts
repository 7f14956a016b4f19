/**
 * Builds one of the small apps as its own tools would: for the browser, and for a server where the framework renders on
 * one.
 */
import { transformAsync } from '@babel/core';
import { build, type Plugin } from 'esbuild';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from 'svelte/compiler';

const here = fileURLToPath(new URL('.', import.meta.url));
type Side = 'browser' | 'server';

const svelte = (side: Side): Plugin => ({
  name: 'svelte',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.svelte$/ }, ({ path }) => ({
      contents: compile(readFileSync(path, 'utf8'), {
        filename: path,
        generate: side === 'browser' ? 'client' : 'server',
      }).js.code,
      loader: 'js',
      resolveDir: join(here, 'svelte'),
    })),
});

const solid = (side: Side): Plugin => ({
  name: 'solid',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\/solid\/.*\.tsx$/ }, async ({ path }) => {
      const presets = [
        [
          createRequire(import.meta.url).resolve('babel-preset-solid'),
          { generate: side === 'browser' ? 'dom' : 'ssr', hydratable: true },
        ],
      ];
      const { code } = (await transformAsync(readFileSync(path, 'utf8'), {
        filename: path,
        presets,
        parserOpts: { plugins: ['typescript', 'jsx'] },
        babelrc: false,
        configFile: false,
      }))!;
      return { contents: code!, loader: 'ts' };
    }),
});

/** The file's text; `undefined` when the app has no such side. */
export async function bundle(name: string, side: Side): Promise<string | undefined> {
  const entry = ['ts', 'tsx', 'js'].map((end) => join(here, name, `${side}.${end}`)).find((file) => existsSync(file));
  if (!entry) return undefined;
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    logLevel: 'error',
    jsx: 'automatic',
    tsconfigRaw: '{"compilerOptions":{"jsxImportSource":"react"}}',
    plugins: [svelte(side), solid(side)],
    define: {
      'process.env.NODE_ENV': '"production"',
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'true',
    },
    ...(side === 'browser'
      ? { platform: 'browser', format: 'esm', alias: { vue: 'vue/dist/vue.esm-bundler.js' } } // with the compiler of templates
      : { platform: 'node', format: 'cjs' }),
  });
  return outputFiles[0]!.text;
}
