/** `npx mo-otp-gate check`: the packed package in an empty folder, run by Node without other packages. */
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { packTarball, type Tarball } from '../support/tarball.js';
import { SetClock, startVerifier } from '../support/verifier.js';
import { origins, people } from './people.js';

let folder: string;
let program: string;
let tarball: Tarball;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-bin-'));
  tarball = await packTarball();
  const installed = join(folder, 'node_modules/mo-otp-gate');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', tarball.file, '-C', installed, '--strip-components', '1']);
  const { bin } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as { bin: Record<string, string> };
  program = join(installed, bin['mo-otp-gate']!);
});
after(() => {
  tarball.remove();
  rmSync(folder, { recursive: true });
});

/** Runs the command as npm's link to it does; the verifier may live in this process. */
const run = (...args: string[]) =>
  new Promise<{ code: number | string | null | undefined; out: string; err: string }>((ended) => {
    execFile(
      process.execPath,
      [program, ...args],
      { cwd: folder, env: { PATH: process.env['PATH'] } },
      (error, out, err) => ended({ code: error ? error.code : 0, out, err }),
    );
  });

test('its shebang line runs Node', () => assert.match(readFileSync(program, 'utf8'), /^#!\/usr\/bin\/env node\n/));

test('--help prints the usage', async () => {
  const { code, out } = await run('check', '--help');
  assert.equal(code, 0);
  assert.match(out, /^Usage: mo-otp-gate check <verifier>/);
});

test('without arguments it prints the usage and fails', async () => {
  const { code, err } = await run();
  assert.equal(code, 2);
  assert.match(err, /Usage: mo-otp-gate check <verifier>/);
});

test('it checks a verifier in full', async (t) => {
  const clock = new SetClock();
  const verifier = await startVerifier({ clock, origins });
  t.after(() => verifier.close());
  const clockServer = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        clock.advance((JSON.parse(Buffer.concat(chunks).toString()) as { advance: number }).advance * 1000);
        reply.writeHead(204).end();
      });
  });
  await new Promise<void>((resolve) => clockServer.listen(0, '127.0.0.1', resolve));
  t.after(() => clockServer.close());
  const learners = [];
  for (const { name, phone } of people)
    learners.push({
      name,
      phone,
      otpauth: `otpauth://totp/test?secret=${(await verifier.registerDevice(name, phone)).secret}&period=60`,
    });
  writeFileSync(join(folder, 'learners.json'), JSON.stringify(learners));

  const site = [
    '--secret',
    verifier.siteSecret,
    '--other-secret',
    await verifier.registerSite('other', ['http://other.test']),
    '--other-origin',
    'http://other.test',
    '--origin',
    origins[0]!,
    '--origin',
    origins[1]!,
  ];
  const { code, out, err } = await run(
    'check',
    verifier.url,
    ...site,
    '--learners',
    'learners.json',
    '--clock',
    `http://127.0.0.1:${(clockServer.address() as AddressInfo).port}/`,
  );
  assert.equal(code, 0, out + err);
  assert.match(out, /\n\d{2,} passed, 0 failed, 0 skipped in [\d.]+ s\n$/);
});
