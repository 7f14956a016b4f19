import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { decodeProtectedHeader } from 'jose';
import { runCommand } from '../../demo/verifier/cli/command-line.js';
import { keyCommands } from '../../demo/verifier/cli/key-command.js';
import { masterKeyFile } from '../../demo/verifier/crypto/master-keys.js';
import { openStoredVault } from '../../demo/verifier/crypto/vault.js';
import { kim, SetClock, startVerifier } from '../support/verifier.js';

const minute = 60_000;

/** A running verifier, and the keys command with a vault of its own, as in another process. */
async function begin(t: TestContext) {
  const dataFolder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-keys-'));
  t.after(() => rmSync(dataFolder, { recursive: true }));
  const clock = new SetClock();
  const keyFile = join(dataFolder, 'master.key');
  const v = await startVerifier({ clock, dataFolder });
  const phone = await v.registerDevice();
  clock.advance(minute);
  const verify = async (running = v) => {
    clock.advance(2 * minute); // so that the next code is unused
    const verdict = await running.verify(
      (await running.challenge(await running.openSession())).id,
      phone.codeAt(clock.now()),
    );
    assert(verdict.status === 'verified', verdict.status);
    return verdict.token;
  };
  const run = async (command: string, environment: { MASTER_KEY?: string } = {}) =>
    (
      await runCommand(keyCommands, [command], {
        store: v.store,
        vault: () => openStoredVault(v.store, masterKeyFile(keyFile)),
        now: clock.now(),
        settings: { DATA_DIR: dataFolder, MASTER_KEY: undefined, ...environment },
      })
    ).text;
  const jwks = async () =>
    ((await (await fetch(`${v.url}/.well-known/jwks.json`)).json()) as { keys: { kid: string }[] }).keys.map(
      ({ kid }) => kid,
    );
  return { v, clock, dataFolder, keyFile, verify, run, jwks };
}
const kidOf = (token: string) => decodeProtectedHeader(token).kid;

test('an operator rotates the master key while learners verify, also across a restart', async (t) => {
  const { v, dataFolder, keyFile, verify, run, clock } = await begin(t);
  const before = readFileSync(keyFile, 'utf8');
  assert.match(await run('master'), /^3 texts/);
  await verify();
  await v.registerDevice(kim.name, kim.phone);
  await run('drop');
  assert.equal(readFileSync(keyFile, 'utf8').includes(before.trim()), false);
  await verify();
  await v.close();
  const again = await startVerifier({ clock, dataFolder });
  t.after(() => again.close());
  const [id] = [(await again.challenge(await again.openSession())).id];
  assert.equal((await again.verify(id, '000000')).status, 'rejected');
});

test('a new signing key is published before it signs, and the old one stays valid for its tokens', async (t) => {
  const { v, clock, verify, run, jwks } = await begin(t);
  t.after(() => v.close());
  const [old] = (await jwks()) as [string];
  await run('signing');
  clock.advance(minute);
  const both = await jwks();
  assert.equal(both.length, 2);
  const during = await verify();
  assert.equal(kidOf(during), old);
  clock.advance(15 * minute);
  const after = await verify();
  assert.equal(
    kidOf(after),
    both.find((kid) => kid !== old),
  );
  assert.equal((await v.siteverify(after)).success, true);
  assert.deepEqual(await v.siteverify(during), { success: false, error: 'expired' });
  assert.equal((await jwks()).length, 2);
  clock.advance(60 * minute);
  assert.deepEqual(await jwks(), [kidOf(after)]);
});

test('a site redeems a token that was signed just before the rotation', async (t) => {
  const { v, clock, verify, run } = await begin(t);
  t.after(() => v.close());
  await run('signing');
  clock.advance(11 * minute);
  const token = await verify();
  clock.advance(4 * minute);
  assert.notEqual(kidOf(token), kidOf(await verify()));
  assert.equal((await v.siteverify(token)).success, false, 'it is six minutes old');
  clock.set(clock.now() - 2 * minute);
  assert.equal((await v.siteverify(token)).success, true);
});

test('the command prints its usage and changes no keys of the environment', async (t) => {
  const { v, run } = await begin(t);
  t.after(() => v.close());
  await assert.rejects(run('dance'), /Usage/);
  await assert.rejects(run('drop', { MASTER_KEY: 'of the environment' }), /MASTER_KEY/);
});
