/** The table of dependencies lists every package of package.json, with the licence that the package declares. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { page, read } from './texts.js';

const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
const rows = [...page('demo/docs/dependencies.md').matchAll(/^\| (`.+`) \| (.+) \| (.+) \|$/gm)].flatMap(
  ([, names, licence]) => names!.split(', ').map((name) => [name.slice(1, -1), licence!] as const),
);

test('every dependency is listed once, and nothing else is', () =>
  assert.deepEqual(rows.map(([name]) => name).sort(), Object.keys({ ...dependencies, ...devDependencies }).sort()));

test('licences are those that the packages declare, and permissive ones', () => {
  for (const [name, licence] of rows) {
    const { license } = JSON.parse(read(`node_modules/${name}/package.json`)) as { license: string };
    assert.equal(licence, license.replace(/[()]/g, ''), name);
    if (name !== 'axe-core') assert.match(licence, /^(MIT|ISC|BSD-\d-Clause|Apache-2\.0)( OR MIT)?$/, name);
  }
});
