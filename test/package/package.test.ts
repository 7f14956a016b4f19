/** The package that npm installs, as `npm pack` lists its files. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { bytesOf, packTarball } from '../support/tarball.js';
import { targets, texts } from '../readme/texts.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
interface Entry {
  types?: string;
  default?: string;
}
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  name: string;
  customElements: string;
  'web-types': string;
  sideEffects: string[];
  bin: Record<string, string>;
  exports: Record<string, string | Entry>;
};
const entries = Object.entries(manifest.exports).map(([path, entry]) => ({
  path,
  ...(typeof entry === 'string' ? { default: entry } : entry),
}));
const tarball = await packTarball();
after(() => tarball.remove());
const { files } = tarball;

test('the package contains the built files and the documentation, and nothing else', () => {
  const shipped =
    /^(dist\/|demo\/docs\/.+\.md$|demo\/screenshots\/gate\.png$|(\.github\/)?[A-Z]+(\.md)?$|package\.json$)/;
  for (const file of files) assert.match(file, shipped);
  for (const file of files) assert.doesNotMatch(file, /^dist\/demo|\.test\.|\/data\//);
  for (const needed of [
    'dist/loader.js',
    'dist/mo-otp-gate.js',
    'LICENSE',
    'CHANGELOG.md',
    manifest.customElements,
    manifest['web-types'],
  ])
    assert.ok(files.includes(needed), needed);
});

test('every file that an entry names is in the package', () => {
  for (const { path, types, default: code } of entries)
    for (const file of [types, code]) {
      if (file?.includes('*'))
        assert.ok(
          files.some((name) => name.startsWith(file.slice(2).split('*')[0]!)),
          path,
        );
      else if (file) assert.ok(files.includes(file.slice(2)), `${path}: ${file}`);
    }
});

test('every other path of package.json is in the package', () => {
  const { sideEffects, bin, customElements, 'web-types': webTypes } = manifest;
  assert.ok(sideEffects.length > 1);
  for (const path of [...sideEffects, ...Object.values(bin), customElements, webTypes])
    assert.ok(files.includes(path.replace(/^\.\//, '')), path);
});

test('links and images of the shipped texts lead to shipped files', () => {
  const shipped = texts.filter(({ path }) => files.includes(path));
  assert.ok(shipped.length > 10);
  const dead = shipped.flatMap(({ path, text }) =>
    targets(text)
      .filter((target) => !/^(https?:|#)/.test(target))
      .map((target) => join(dirname(path), target.split('#')[0]!))
      .filter((linked) => !files.includes(linked))
      .map((linked) => `${path}: ${linked}`),
  );
  assert.deepEqual(dead, []);
});

for (const { path, default: code } of entries.filter(
  (entry) => entry.default?.endsWith('.js') && !entry.path.includes('*'),
))
  test(`${path} can be imported without a page`, () => {
    const name = manifest.name + path.slice(1);
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', `await import('${name}')`], {
      cwd: root,
      encoding: 'utf8',
    });
    assert.equal(status, 0, `${code}: ${stderr}`);
  });

test('Lit and zod stay imports, so that an app has one of each', () => {
  for (const { path } of entries.filter(({ path }) => ['.', './define', './contract'].includes(path))) assert.ok(path);
  const modules = files
    .filter((file) => /^dist\/(index|define|contract|mo-otp-gate-[\w-])[^/]*\.js$/.test(file))
    .map((file) => readFileSync(join(root, file), 'utf8'));
  assert.ok(modules.some((code) => /from ?['"]lit\/html\.js['"]/.test(code)));
  assert.ok(modules.some((code) => /from ?['"]zod['"]/.test(code)));
  for (const code of modules) assert.doesNotMatch(code, /Google LLC|ZodError/);
});

test('publint reports no problem', async () => {
  const { messages, pkg } = await publint({ strict: true, pack: { tarball: bytesOf(tarball) } });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, pkg!, { color: false })),
    [],
  );
});

test('types and code resolve alike', () => {
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js'),
      tarball.file,
      '--profile',
      'esm-only',
      '--no-color',
    ],
    { encoding: 'utf8' },
  );
  assert.equal(status, 0, stdout);
});

test('source maps contain their sources', () => {
  for (const file of files.filter((name) => name.endsWith('.map'))) {
    const { sources, sourcesContent } = JSON.parse(readFileSync(join(root, file), 'utf8')) as {
      sources: string[];
      sourcesContent?: string[];
    };
    assert.equal(sourcesContent?.length, sources.length, file);
  }
  assert.ok(existsSync(join(root, 'dist/loader.js.map')));
});
