/** Command-line settings, and the cases that are skipped where settings are missing. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { settingsFrom } from '../../demo/checker/settings.js';
import { caseResults } from './case-results.js';
import { startOurVerifier } from './our-verifier.js';

const otpauth = 'otpauth://totp/test?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

function learnersFile(t: TestContext, content: unknown) {
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-checker-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'learners.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

test('arguments and the file of learners become settings', (t) => {
  const learners = learnersFile(t, [
    { name: '홍길동', phone: '010-0000-1234', otpauth: `${otpauth}&period=60&algorithm=SHA256` },
  ]);
  const settings = settingsFrom([
    'https://otp.example/v1/',
    '--secret',
    's',
    '--origin',
    'https://a.example',
    '--origin',
    'https://b.example',
    '--learners',
    learners,
  ]);
  assert.equal(settings.verifier, 'https://otp.example/v1');
  assert.deepEqual(settings.origins, ['https://a.example', 'https://b.example']);
  assert.deepEqual(settings.learners[0]?.otpauth, {
    secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    period: 60,
    digits: 6,
    algorithm: 'sha256',
  });
  assert.equal(settings.checkpoint, 'login');
});

test('errors name the invalid setting', (t) => {
  const learners = learnersFile(t, [
    { name: '홍길동', phone: '010-0000-1234', otpauth: 'otpauth://hotp/test?secret=AAAA' },
  ]);
  const given =
    (...args: string[]) =>
    () =>
      settingsFrom(args);
  assert.throws(given('https://otp.example/v1'), /--learners is needed/);
  assert.throws(given('https://otp.example/v1', '--secret', 's', '--learners', learners), /--origin/);
  assert.throws(
    given('https://otp.example/v1', '--secret', 's', '--origin', 'https://a.example', '--learners', learners),
    /learners\.0\.otpauth: must be an otpauth:\/\/totp/,
  );
  assert.throws(given('otp.example', '--learners', learners), /verifier/);
  assert.throws(given('https://otp.example/v1', '--colour', 'red'), /colour/);
});

test('with one learner, origin and site and no clock, skipped cases name the missing setting', async (t) => {
  const { settings, verifierClock } = await startOurVerifier(t);
  const { otherSecret: _secret, otherOrigin: _origin, ...rest } = settings;
  const least = { ...rest, origins: settings.origins.slice(0, 1), learners: settings.learners.slice(0, 1) };
  const all = await caseResults(least, { ...verifierClock, adjustable: false });
  assert.deepEqual(
    all.filter(({ result }) => result === 'failed'),
    [],
  );
  const needs = new Set(all.filter(({ result }) => result === 'skipped').map(({ why }) => why));
  assert.deepEqual([...needs].sort(), [
    'needs --clock',
    'needs --other-origin',
    'needs --other-secret',
    'needs --other-secret and --other-origin',
    'needs a second --origin',
    'needs a second learner in --learners',
  ]);
});
