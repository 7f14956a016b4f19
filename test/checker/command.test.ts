/** The command line: a line per case, a summary, and an exit code. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { generateSecret } from 'otplib';
import { missingPython, startSecond } from '../second-verifier/start.js';
import { program } from '../support/program.js';
import { origins, people } from './people.js';

async function check(...args: string[]) {
  const child = spawn(process.execPath, [...program('demo/checker/main.ts'), ...args]);
  let [out, err] = ['', ''];
  child.stdout.on('data', (data) => (out += data));
  child.stderr.on('data', (data) => (err += data));
  const code = await new Promise((closed) => child.once('close', closed));
  return { code, lines: out.trim().split('\n'), err };
}

test('invalid arguments print the error and the usage, with code 2', async () => {
  const { code, err } = await check('https://otp.example/v1');
  assert.equal(code, 2);
  assert.match(err, /--learners is needed\n\nUsage: mo-otp-gate check <verifier>/);
});

for (const [state, fault, code, closing] of [
  ['a sound verifier', undefined, 0, /^\d+ passed, 0 failed, 0 skipped$/],
  ['a verifier with a fault', 'takes-any-size', 1, /^\d+ passed, 1 failed, 0 skipped$/],
] as const)
  test(`${state}: code ${code}`, { skip: missingPython }, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-checker-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const known = people.map((person) => ({ ...person, secret: generateSecret() }));
    const sites = [
      { id: 'site', secret: 'secret-1', origins },
      { id: 'other', secret: 'secret-2', origins: ['http://other.test'] },
    ];
    const { url, stop } = await startSecond({ sites, people: known, now: 1_772_420_410 }, fault);
    t.after(stop);
    const file = join(folder, 'learners.json');
    writeFileSync(
      file,
      JSON.stringify(
        known.map(({ name, phone, secret }) => ({
          name,
          phone,
          otpauth: `otpauth://totp/test?secret=${secret}&period=60`,
        })),
      ),
    );

    const site = [
      '--secret',
      'secret-1',
      '--other-secret',
      'secret-2',
      '--origin',
      origins[0]!,
      '--origin',
      origins[1]!,
    ];
    const checked = await check(`${url}/v1`, ...site, '--learners', file, '--clock', `${url}/clock`);
    assert.equal(checked.code, code, checked.err);
    assert.match(checked.lines.at(-1)!, closing);
    assert(checked.lines.length > 40);
    const failed = checked.lines.filter((line) => line.startsWith('FAILED'));
    assert.deepEqual(
      failed.map((line) => line.replace(/; received .*/, '')),
      fault === undefined ? [] : ['FAILED  bodies: more than 16 KB - expected application/problem+json, 413 too-large'],
    );
  });
