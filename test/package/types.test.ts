/** The packed types compile in a project that checks its libraries too (`skipLibCheck: false`). */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { packTarball } from '../support/tarball.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const project = mkdtempSync(join(tmpdir(), 'mo-otp-gate-types-'));
after(() => rmSync(project, { recursive: true }));

const tarball = await packTarball();
after(() => tarball.remove());
const modules = join(project, 'node_modules');
mkdirSync(join(modules, 'mo-otp-gate'), { recursive: true });
execFileSync('tar', ['-xzf', tarball.file, '--strip-components=1', '-C', join(modules, 'mo-otp-gate')]);
for (const name of ['lit', 'lit-html', 'zod', '@types'])
  symlinkSync(join(root, 'node_modules', name), join(modules, name));

writeFileSync(
  join(project, 'app.ts'),
  `import { GateError, MoOtpGate, registerLocale, type GateResult } from 'mo-otp-gate';
import 'mo-otp-gate/define';
import { Challenge, type Verdict } from 'mo-otp-gate/contract';
import type { Loader } from 'mo-otp-gate/loader';
import { words } from 'mo-otp-gate/locales/en';
import type {} from 'mo-otp-gate/react';

class Gate extends MoOtpGate {}
const gate: Gate = new Gate();
export const result: Promise<GateResult | null> = gate.show();
export const observed: readonly string[] = MoOtpGate.observedAttributes;
export const loader: Loader | undefined = window.MoOtpGate;
export const verdict: Verdict = { status: 'expired' };
export const id: string = Challenge.parse({}).id;
registerLocale('en', words);
registerLocale('ko', { title: '{what} 본인확인', methods: { phone: { open: '열기' } } });
gate.addEventListener('mo-otp-error', ({ error }) => error satisfies GateError);
// @ts-expect-error -- an unknown mode
gate.mode = 'popover';
`,
);

for (const [module, moduleResolution] of [
  ['ESNext', 'Bundler'],
  ['NodeNext', 'NodeNext'],
] as const)
  test(`with module resolution ${moduleResolution}`, () => {
    writeFileSync(
      join(project, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          target: 'ES2022',
          module,
          moduleResolution,
          lib: ['ES2023', 'DOM', 'DOM.Iterable'],
          types: [],
          strict: true,
          exactOptionalPropertyTypes: true,
          skipLibCheck: false,
          noEmit: true,
        },
        files: ['app.ts'],
      }),
    );
    writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(root, 'node_modules/typescript/bin/tsc'), '-p', project],
      {
        encoding: 'utf8',
      },
    );
    assert.equal(status, 0, stdout);
  });
