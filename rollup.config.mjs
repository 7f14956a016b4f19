import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve as resolvePath } from 'node:path';
import esbuild from 'rollup-plugin-esbuild';
import { minifyTemplateLiterals } from 'rollup-plugin-minify-template-literals';
import { shortNames } from './.ci/short-names.mjs';
import { trimLit } from './.ci/trim-lit.mjs';
import { verifierPackage } from './.ci/verifier-package.mjs';

const { name, version, license } = JSON.parse(readFileSync('package.json', 'utf8'));
const banner = (more = '') => `/*! ${name} ${version} ${license}${more} */`;
const define = { __VERSION__: JSON.stringify(version) };
/** Inserts the hash (Subresource Integrity) of a file that was built before. */
const integrity = (name, file) => ({
  name: 'integrity',
  transform: (code) => ({
    code: code.replaceAll(name, () =>
      JSON.stringify(`sha256-${createHash('sha256').update(readFileSync(file)).digest('base64')}`),
    ),
    map: null,
  }),
});
// no down-levelling: the oldest supported browsers (Samsung Internet 14, Android WebView 87, iOS 15) know what we use
const typescript = (target = 'es2022', options = {}) => esbuild({ target, define, ...options });
const shortened = {
  mangleProps: new RegExp(`^(${Object.keys(shortNames).join('|')})$`),
  mangleQuoted: true, // also `'issued' in state`
  mangleCache: { ...shortNames },
};
const minify = (options) =>
  terser({ ecma: 2017, compress: { passes: 3 }, ...options, format: { comments: /^!/, ...options.format } });

/** Without the last semicolon and line end: they tell nothing, and cost brotli up to twenty bytes. */
const trimmed = {
  name: 'trimmed',
  generateBundle: (_, files) =>
    Object.values(files).forEach((file) => file.code && (file.code = file.code.replace(/;?\s*$/, ''))),
};

/** `let` for `const`: a word less for brotli. Of the same length, so that source maps stay right. */
const lets = { name: 'lets', renderChunk: (code) => ({ code: code.replace(/\bconst\b/g, 'let  '), map: null }) };

/** For a script that is type-checked and compares only values of one type: shorter words for the same. */
const shorter = {
  name: 'shorter',
  renderChunk: (code) => ({ code: code.replaceAll('===', '== '), map: null }),
};

/** The build turns a language's file into a list of its words, in the order of the Korean ones. */
const isLocale = (id) => /\/locales\/\w+\.ts$/.test(id);
const lists = (words) => Object.values(words).map((word) => (typeof word === 'string' ? word : lists(word)));
/** The methods keep their names, so that a gate may know more or fewer methods than the file. */
const byMethod = ({ methods }) => ({
  methods: Object.fromEntries(Object.entries(methods).map(([id, words]) => [id, lists(words)])),
});
const locales = {
  name: 'locales',
  async transform(code, id) {
    if (!isLocale(id)) return null;
    const { words } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    return {
      code: `export const words=${JSON.stringify((id.includes('/methods/') ? byMethod : lists)(words))};`,
      map: null,
    };
  },
};
/** The packages of a bundle with their licences. */
const packagesOf = (modules) => {
  const folders = new Set(modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []));
  return [...folders].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    const text = readFileSync(`${folder}/${readdirSync(folder).find((file) => /^licen[cs]e/i.test(file))}`, 'utf8');
    return { name, version, license, text };
  });
};
const notices = (modules) =>
  packagesOf(modules).map(
    ({ name, version, license, text }) => `; ${name} ${version} ${license}, ${/copyright .*/i.exec(text)[0].trim()}`,
  );
/** Writes the licences beside a bundle instead of into it, which saves a learner's bytes. */
const licences = {
  name: 'licences',
  generateBundle(_options, files) {
    const packages = packagesOf(Object.values(files).flatMap(({ moduleIds = [] }) => moduleIds));
    const own = { name, version, license, text: readFileSync('LICENSE', 'utf8') };
    const source = [own, ...packages]
      .map(({ name, version, license, text }) => `${name} ${version} ${license}\n\n${text}`)
      .join('\n');
    this.emitFile({ type: 'asset', fileName: 'mo-otp-gate.LICENSE.txt', source });
  },
};
/** The wire's schemas, compiled in. */
const contract = {
  name: 'contract',
  resolveId: (id) => (id === 'mo-otp-gate/contract' ? resolvePath('widget/contract.ts') : null),
};
const languages = readdirSync('widget/locales').map((file) => file.slice(0, -3));

export default [
  {
    // for bundlers: lit and zod stay imports
    input: {
      index: 'widget/index.ts',
      define: 'widget/define.ts',
      contract: 'widget/contract.ts',
      ...Object.fromEntries(languages.map((language) => [`locales/${language}`, `widget/locales/${language}.ts`])),
    },
    external: [/^(lit|@lit|zod)($|\/)/],
    plugins: [
      resolve({ extensions: ['.ts'] }),
      typescript(),
      locales,
      minifyTemplateLiterals({ exclude: ['**/node_modules/**'] }),
    ],
    output: { dir: 'dist', format: 'es', sourcemap: true, banner: banner(), chunkFileNames: '[name]-[hash:6].js' },
  },
  {
    // for <script type="module">: Lit, Korean and the loader's second half in one file; languages, methods and licences
    // beside it. UTF-8, because modules are UTF-8 in every page
    input: 'loader/mo-otp-gate.ts',
    plugins: [
      resolve({ exportConditions: ['production', 'default'] }),
      trimLit,
      typescript('es2022', shortened),
      locales,
      minifyTemplateLiterals({ exclude: ['**/node_modules/**'] }),
      lets,
    ],
    output: {
      dir: 'dist',
      format: 'es',
      sourcemap: 'hidden',
      chunkFileNames: '[name]-[hash:6].js',
      plugins: [minify({ module: true, compress: { passes: 3, unsafe_arrows: true } }), licences, trimmed],
    },
  },
  {
    // for <script src>: a classic script that has the gate's hash and version in it, its licence beside it.
    // ASCII, because host pages may be EUC-KR
    input: 'loader/loader.ts',
    plugins: [typescript(), integrity('__INTEGRITY__', 'dist/mo-otp-gate.js'), lets, shorter],
    output: {
      file: 'dist/loader.js',
      format: 'iife',
      strict: false,
      sourcemap: 'hidden',
      plugins: [
        minify({
          ecma: 2020,
          compress: { passes: 3, booleans_as_integers: true, unsafe_arrows: true, lhs_constants: false },
          format: { ascii_only: true },
        }),
        trimmed,
      ],
    },
  },
  {
    // for `npx mo-otp-gate check`: a single file with its dependencies
    input: 'demo/checker/main.ts',
    external: /^node:/,
    plugins: [contract, resolve({ extensions: ['.ts', '.js'], exportConditions: ['node'] }), typescript('node20')],
    output: {
      file: 'dist/check.js',
      format: 'es',
      banner: ({ moduleIds }) => `#!/usr/bin/env node\n${banner(notices(moduleIds).join(''))}`,
      plugins: [terser({ module: true, format: { comments: /^!/ } })],
    },
  },
  // the package mo-otp-verifier
  verifierPackage({
    plugins: [contract, resolve({ extensions: ['.ts', '.js'], exportConditions: ['node'] }), typescript('node20')],
    banner: banner(),
  }),
];
