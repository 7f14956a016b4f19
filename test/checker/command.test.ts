/** The command line: a line per case, a summary, and an exit code. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
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

/** A second verifier, and the arguments for it. */
async function started(t: TestContext, fault?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-checker-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const known = people.map((person) => ({ ...person, secret: generateSecret() }));
  const sites = [
    { id: 'site', secret: 'secret-1', origins },
    { id: 'other', secret: 'secret-2', origins: ['http://other.test'] },
  ];
  const { url, stop } = await startSecond({ sites, people: known, now: 1_772_420_410 }, { fault });
  t.after(stop);
  const learnersFile = (learners: typeof known) => {
    const file = join(folder, `${learners.length}.json`);
    const entry = ({ name, phone, secret }: (typeof known)[0]) => ({
      name,
      phone,
      otpauth: `otpauth://totp/test?secret=${secret}&period=60`,
    });
    writeFileSync(file, JSON.stringify(learners.map(entry)));
    return file;
  };
  const values = {
    secret: 'secret-1',
    'other-secret': 'secret-2',
    'other-origin': 'http://other.test',
    origin: origins[0]!,
    learners: learnersFile(known),
    clock: `${url}/clock`,
  };
  const args = (changed: Partial<Record<keyof typeof values | 'checkpoint', string>> = {}) =>
    Object.entries({ ...values, ...changed }).flatMap(([name, value]) => [`--${name}`, value]);
  return { url, folder, args, second: ['--origin', origins[1]!], learnersFile, known };
}

for (const [state, fault, code, closing] of [
  ['a sound verifier', undefined, 0, /^\d+ passed, 0 failed, 0 skipped in [\d.]+ s$/],
  ['a verifier with a fault', 'takes-any-size', 1, /^\d+ passed, 1 failed, 0 skipped in [\d.]+ s$/],
] as const)
  test(`${state}: code ${code}`, { skip: missingPython }, async (t) => {
    const { url, args, second } = await started(t, fault);
    const checked = await check(`${url}/v1`, ...args(), ...second);
    assert.equal(checked.code, code, checked.err);
    assert.match(checked.lines.at(-1)!, closing);
    assert(checked.lines.length > 40);
    const at = checked.lines.findIndex((line) => line.startsWith('FAILED'));
    if (fault === undefined) assert.equal(at, -1);
    else {
      const [failed, rule, sent, received] = checked.lines.slice(at, at + 4) as [string, string, string, string];
      assert.match(
        failed,
        /^FAILED  bodies: more than 16 KB - expected application\/problem\+json, 413 too-large; received /,
      );
      assert.match(rule, /^ +R2: A body of up to 8 KB MUST be read; a body of more than 16 KB MUST be refused/);
      assert.match(sent, /^ +→ POST \/challenge .*… \(\d+ characters\)$/);
      assert.match(received, /^ +← 401 /);
      assert.equal(checked.lines.at(-2), 'bodies: 1 of 15 failed');
    }
  });

test('--verbose shows all of a failed case, and no secret', { skip: missingPython }, async (t) => {
  const { url, args } = await started(t, 'drops-titles');
  const { lines } = await check(`${url}/v1`, ...args(), '--verbose');
  const at = lines.findIndex((line) => line.startsWith('FAILED  challenges: it names the checkpoint'));
  const exchanges = lines.slice(at + 2, at + 6).map((line) => line.trim().split(' ').slice(0, 3).join(' '));
  assert.deepEqual(
    exchanges.map((line) => line.replace(/ \{.*/, '')),
    ['→ POST /sessions', '← 200', '→ POST /challenge', '← 200'],
  );
  assert(lines[at + 2]!.includes('"authorization":"Bearer ***"'));
  assert(!lines.join().includes('secret-1'));
});

test('--json and --junit give the results to programs', { skip: missingPython }, async (t) => {
  const { url, args, folder } = await started(t, 'takes-any-size');
  const file = join(folder, 'report.xml');
  const { code, lines } = await check(`${url}/v1`, ...args(), '--json', '--junit', file);
  assert.equal(code, 1);
  const { results } = JSON.parse(lines.join('\n')) as { results: { name: string; rule: string; result: string }[] };
  const failed = results.filter(({ result }) => result === 'failed');
  assert.deepEqual(
    failed.map(({ name, rule }) => [name, rule]),
    [['bodies: more than 16 KB', 'R2']],
  );
  const report = readFileSync(file, 'utf8');
  assert.match(report, new RegExp(`<testsuite [^>]*tests="${results.length}" failures="1" skipped="\\d+"`));
  assert.match(report, /<testcase classname="bodies" name="more than 16 KB"><failure [^>]*type="R2"/);
});

test('a wrong setting is one sentence and code 2, before any case runs', { skip: missingPython }, async (t) => {
  const { url, args, learnersFile, known } = await started(t);
  const stranger = { ...known[0]!, name: '아무개', phone: '010-0000-9999' };
  const wrong: [verifier: string, args: string[], sentence: RegExp][] = [
    [`${url}/v1`, args({ secret: 'secret-3' }), /^--secret is not the secret of a site/],
    [`${url}/v2`, args(), /v2 refuses an ordinary session.* Is that the whole base address/],
    ['http://127.0.0.1:9/v1', args(), /^nothing answers at http:\/\/127\.0\.0\.1:9\/v1: /],
    [`${url}/v1`, args({ origin: 'http://stranger.test' }), /^--origin http:\/\/stranger\.test is not registered/],
    [
      `${url}/v1`,
      args({ learners: learnersFile([stranger]) }),
      /^--learners: this verifier has no phone app of 아무개/,
    ],
    [`${url}/v1`, args({ checkpoint: 'party' }), /^checkpoint: /],
    [`${url}/v1`, args({ learners: '/none.json' }), /no such file.*none\.json/],
  ];
  for (const [verifier, given, sentence] of wrong) {
    const { code, lines, err } = await check(verifier, ...given);
    assert.deepEqual([code, lines], [2, ['']], err);
    assert.match(err.split('\n\n')[0]!.trim(), sentence);
  }
});
