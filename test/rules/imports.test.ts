/** Who may import whom. The rule is the architecture: a part that reaches up or sideways has lost its one job. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}
const imports = (file: string): Import[] =>
  [
    ...readFileSync(join(root, file), 'utf8').matchAll(
      /^(?:import|export)\s+(type\s+)?(?:[^'";]*?from\s+)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm,
    ),
  ].map(([, type, from, dynamic]) => {
    const name = (from ?? dynamic)!;
    return {
      from: file,
      to: name.startsWith('.') ? normalize(join(dirname(file), name)).replace(/\.js$/, '.ts') : name,
      typeOnly: type !== undefined,
    };
  });

const widget = sources('widget').flatMap(imports);
const inside = (file: string) => relative('widget', file);

test('the browser’s code reaches no server, no test and no library but Lit', () => {
  for (const { from, to, typeOnly } of [...widget, ...sources('loader').flatMap(imports)]) {
    if (typeOnly) continue;
    const zod = to === 'zod' && /(^|\/)(contract|wire)\.ts$/.test(from);
    assert.ok(
      to === 'lit' || to.startsWith('lit/') || to.startsWith('widget/') || to.startsWith('loader/') || zod,
      `${from} imports ${to}`,
    );
  }
});

test('schemas stay out of the bundle: only types are taken from the contract', () => {
  for (const { from, to, typeOnly } of widget)
    if (/(^|\/)(contract|wire)\.ts$/.test(to) && !/(^|\/)(contract|wire)\.ts$/.test(from))
      assert.ok(typeOnly, `${from} imports the schemas of ${to}`);
});

test('only define and index import the element', () => {
  for (const { from, to } of widget)
    if (to === 'widget/mo-otp-gate.ts')
      assert.ok(['define.ts', 'index.ts'].includes(inside(from)), `${from} imports the element`);
});

for (const [file, allowed] of Object.entries({
  'machine.ts': ['contract.ts', 'errors.ts', 'issued-challenge.ts', 'methods/proof.ts'],
  'issued-challenge.ts': ['contract.ts', 'methods/proof.ts'],
  'client.ts': ['contract.ts', 'errors.ts', 'pause.ts', 'replies.ts'],
  'gate-controller.ts': [
    'client.ts',
    'errors.ts',
    'issued-challenge.ts',
    'language.ts',
    'machine.ts',
    'methods/index.ts',
    'methods/proof.ts',
    'pause.ts',
    'step.ts',
    'unfinished-check.ts',
  ],
}))
  test(`${file} knows no more than it needs`, () => {
    for (const { from, to, typeOnly } of widget)
      if (inside(from) === file && to.startsWith('widget/'))
        assert.ok(allowed.includes(inside(to)) || (typeOnly && to === 'widget/contract.ts'), `${file} imports ${to}`);
  });

test('views know states and methods, not controller, client or element', () => {
  for (const { from, to } of widget)
    if (from.startsWith('widget/views/') || from.startsWith('widget/methods/'))
      assert.ok(!/(gate-controller|client|mo-otp-gate)\.ts$/.test(to), `${from} imports ${to}`);
});

test('an import of a TypeScript file cannot mean a script beside it', () => {
  // `./a.js` is a.ts for the compiler, but a.js for a bundler that finds both
  for (const file of ['widget', 'loader', 'demo'].flatMap(sources))
    assert.ok(!existsSync(join(root, file.replace(/\.ts$/, '.js'))), `${file} has a script of its name beside it`);
});

test('the rules for names and numbers import nothing', () => {
  assert.deepEqual(sources('demo/identity').flatMap(imports), []);
});

test('the demo is a customer: of the widget it imports the package and nothing else', () => {
  for (const { from, to } of sources('demo').flatMap(imports)) {
    assert.ok(
      !to.startsWith('widget/') && !to.startsWith('loader/') && !to.startsWith('test/'),
      `${from} imports ${to}`,
    );
    if (to.startsWith('mo-otp-gate'))
      assert.ok(['mo-otp-gate', 'mo-otp-gate/contract'].includes(to), `${from} imports ${to}`);
  }
});

/** The rules for names and numbers belong to every room, and so does the type of a clock. */
const verifier = sources('demo/verifier')
  .flatMap(imports)
  .filter(({ to }) => !to.startsWith('demo/identity/') && to !== 'demo/clock.ts');
/** The room of a file of the verifier: the folder below its root, or the file's own name at the root. */
const room = (file: string) => relative('demo/verifier', file).split('/')[0]!;
/** The engines of the store, which only `compose.ts` selects from. */
const engine = /^demo\/verifier\/store\/(sqlite|postgres|operations)\//;

for (const [name, rooms] of Object.entries({
  domain: [],
  sms: [],
  crypto: ['domain', 'store'],
  evidence: ['domain', 'authorities'],
  store: ['domain', 'evidence'],
}))
  test(`the verifier’s ${name}/ knows no HTTP and no other rooms than ${rooms.join(', ') || 'itself'}`, () => {
    for (const { from, to, typeOnly } of verifier.filter((one) => room(one.from) === name)) {
      assert.ok(!/^@?fastify/.test(to), `${from} imports ${to}`);
      if (!to.startsWith('demo/')) continue;
      assert.ok([name, ...rooms].includes(room(to)), `${from} imports ${to}`);
      if (name === 'crypto' && room(to) === 'store') assert.ok(typeOnly, `${from} imports more than types from ${to}`);
      if (room(to) === 'authorities') assert.match(to, /checkpoint-codes\.ts$/, `${from} imports ${to}`);
    }
  });

test('SQL is known to the store, and its engines to compose.ts alone', () => {
  for (const { from, to } of verifier) {
    if (room(from) === 'store') continue;
    assert.ok(!/^(pg|libsql|node:sqlite)(\/|$)/.test(to), `${from} imports ${to}`);
    if (engine.test(to)) assert.equal(from, 'demo/verifier/compose.ts', `${from} imports ${to}`);
  }
});

test('only the verifier’s programs know how it is composed', () => {
  for (const { from, to } of verifier)
    if (/^demo\/verifier\/(compose|main)\.ts$/.test(to) || room(to) === 'cli')
      assert.ok(['main.ts', 'cli'].includes(room(from)), `${from} imports ${to}`);
});

test('at the verifier’s root lies only its composition', () => {
  const files = readdirSync(join(root, 'demo/verifier')).filter((file) => file.endsWith('.ts'));
  assert.deepEqual(files.sort(), ['compose.ts', 'main.ts', 'settings.ts']);
});
