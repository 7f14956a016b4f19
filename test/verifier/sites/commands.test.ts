/** The commands on sites, secrets and switches, as an operator runs them beside a running verifier. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { CommandResult } from '../../../demo/verifier/cli/context.js';
import { secretCommands } from '../../../demo/verifier/cli/secret-command.js';
import { runCommand } from '../../../demo/verifier/cli/command-line.js';
import { siteCommands } from '../../../demo/verifier/cli/site-command.js';
import { switchCommands } from '../../../demo/verifier/cli/switch-command.js';
import { openVault } from '../../../demo/verifier/crypto/vault.js';
import { exam, hong, SetClock, startVerifier } from '../../support/verifier.js';

async function begin(t: TestContext) {
  const clock = new SetClock();
  const v = await startVerifier({ clock });
  t.after(() => v.close());
  const context = () => ({
    store: v.store,
    vault: async () => openVault(Buffer.alloc(32)),
    now: clock.now(),
    by: '김관리',
  });
  const open = async (secret: string) =>
    (await v.post('/sessions', { learner: hong, checkpoint: exam }, { authorization: `Bearer ${secret}` })).status;
  return {
    ...v,
    clock,
    open,
    site: (...args: string[]) => runCommand(siteCommands, args, context()),
    secret: (...args: string[]) => runCommand(secretCommands, args, context()),
    switches: (...args: string[]) => runCommand(switchCommands, args, context()),
  };
}
const lastLine = ({ text }: CommandResult) => text.split('\n').at(-1)!;
const own = [
  'authority={"kind":"devices"}',
  'identity={"kind":"sandbox"}',
  'captcha={"kind":"work"}',
  'sms={"kind":"none"}',
  'help.phone=02-333-3333',
];

test('a site is added once, and only completed can it open sessions', async (t) => {
  const v = await begin(t);
  const acme = ['add', 'acme', '--origin', 'http://acme.test', '--name', '에이스 교육원'];
  const added = await v.site(...acme);
  const secret = lastLine(added);
  assert.match(added.text, /acme must state its own authority, identity, captcha, sms, help/);
  assert.equal(await v.open(secret), 503);
  const again = await v.site(...acme);
  assert.deepEqual(again.json, { site: 'acme', changed: false });
  assert.equal((await v.store.secrets('acme')).length, 1);
  await assert.rejects(v.site('add', 'acme', '--origin', 'http://other.test'), /exists with other settings/);

  assert.equal((await v.site('doctor')).failed, true);
  await v.site('set', 'acme', ...own);
  v.clock.advance(10_000);
  assert.equal(await v.open(secret), 200);
  assert.equal((await v.site('doctor')).failed, false);
});

test('a second site is refused while the first has not stated who it is', async (t) => {
  const v = await begin(t);
  await v.site('set', 'site', 'help=', 'sms=');
  await assert.rejects(v.site('add', 'acme', '--origin', 'http://acme.test'), /site must state its own sms, help/);
  assert.equal(await v.store.site('acme'), undefined);
  assert.equal(await v.open(v.siteSecret), 200, 'the only site still has the defaults');
});

test('settings are shown, changed, listed and restored', async (t) => {
  const v = await begin(t);
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-commands-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'secret');
  writeFileSync(file, 'captcha-secret-of-acme\n');
  const set = await v.site(
    'set',
    'site',
    'captcha={"kind":"turnstile","siteKey":"k"}',
    `captcha.secret=@${file}`,
    'policy.unlocking=',
    'policy=daily',
    'limits.learner=50',
  );
  assert.deepEqual(set.json, { site: 'site', version: 2, changed: true });
  const shown = await v.site('show', 'site');
  assert.match(shown.text, /"policy": "daily"/);
  assert.equal(shown.text.includes('captcha-secret-of-acme'), false);
  const { settings } = shown.json as { settings: object };
  const settingsFile = join(folder, 'settings.json');
  writeFileSync(settingsFile, JSON.stringify(settings));
  assert.deepEqual((await v.site('set', 'site', '--settings', settingsFile)).json, {
    site: 'site',
    version: 2,
    changed: false,
  });

  await v.site('restore', 'site', '1');
  const history = (await v.site('history', 'site')).json as { version: number; by: string; changed: string[] }[];
  assert.deepEqual(
    history.map(({ version, by, changed }) => ({ version, by, changed })),
    [
      { version: 3, by: '김관리', changed: ['captcha', 'limits', 'policy'] },
      { version: 2, by: '김관리', changed: ['captcha', 'limits', 'policy'] },
      { version: 1, by: 'start', changed: ['authority', 'captcha', 'help', 'identity', 'name', 'origins', 'sms'] },
    ],
  );
  assert.match((await v.site('show', 'site', '2')).text, /version 2[^]*"policy": "daily"/);
  assert.deepEqual(
    ((await v.site('list')).json as { site: string }[]).map(({ site }) => site),
    ['site'],
  );
});

test('a wrong setting is refused with its name', async (t) => {
  const v = await begin(t);
  const before = (await v.site('show', 'site')).json;
  for (const [assignment, said] of [
    ['limits.learner=lots', /^InvalidSettings: limits\.learner: /],
    ['colour=red', /colour: is no setting/],
    ['origins=["http://acme.test/path"]', /origins\.0: must be an origin/],
    ['identity={"kind":"nice"}', /identity\.clientSecret: /],
    ['nonsense', /nonsense is no <setting>=<value>/],
  ] as const)
    await assert.rejects(v.site('set', 'site', assignment), said);
  assert.deepEqual((await v.site('show', 'site')).json, before);
});

test('secrets are added, listed and revoked', async (t) => {
  const v = await begin(t);
  const fresh = lastLine(await v.secret('add', 'site'));
  assert.deepEqual([await v.open(v.siteSecret), await v.open(fresh)], [200, 200]);
  const listed = (await v.secret('list', 'site')).json as { fingerprint: string; revokedAt: string | null }[];
  assert.equal(JSON.stringify(listed).includes(fresh), false);
  const first = listed[0]!;
  await v.secret('revoke', 'site', first.fingerprint);
  assert.deepEqual([await v.open(v.siteSecret), await v.open(fresh)].sort(), [200, 401]);
  assert.match((await v.secret('list', 'site')).text, /revoked/);
  await assert.rejects(v.secret('revoke', 'site', first.fingerprint), /no active secret/);
});

test('a switch is set once, with a reason, and its history is kept', async (t) => {
  const v = await begin(t);
  const off = ['off', 'carrier', 'skt', '--reason', 'the carrier lost SIM data'];
  assert.match((await v.switches(...off)).text, /is off\.$/);
  assert.match((await v.switches(...off)).text, /is off already\.$/);
  await v.switches('off', 'method', 'ipin', '--site', 'site', '--reason', 'contract ended');
  assert.deepEqual((await v.switches('list')).json, [
    { site: null, kind: 'carrier', name: 'skt' },
    { site: 'site', kind: 'method', name: 'ipin' },
  ]);
  v.clock.advance(1_000);
  await v.switches('on', 'carrier', 'skt', '--reason', 'new SIM cards');
  assert.deepEqual(
    ((await v.switches('log')).json as { site: string | null; name: string; on: boolean; by: string; reason: string }[])
      .map(({ site, name, on, by, reason }) => ({ site, name, on, by, reason }))
      .at(-1),
    { site: null, name: 'skt', on: true, by: '김관리', reason: 'new SIM cards' },
  );
  assert.equal(((await v.switches('log')).json as object[]).length, 3);
});

test('commands that make no sense say what there is', async (t) => {
  const v = await begin(t);
  for (const [run, said] of [
    [() => v.site(), /Usage/],
    [() => v.site('add', 'x'), /--origin/],
    [() => v.site('add', 'x', '--origin', 'acme.test/path'), /origins\.0: must be an origin/],
    [() => v.site('add', 'x', '--origin', 'https://*.acme.test'), /origins\.0: must be an origin/],
    [() => v.site('add', 'x', '--origin', '*'), /origins\.0: must be an origin/],
    [() => v.site('show', 'nobody'), /no site/],
    [() => v.site('show', 'site', '9'), /no version 9/],
    [() => v.site('dance', 'site'), /Usage/],
    [() => v.site('restore', 'site', 'x'), /Usage/],
    [() => v.secret('list', 'nobody'), /no site/],
    [() => v.secret('revoke', 'site'), /fingerprint[^]*Usage/],
    [() => v.secret('revoke', 'site', 'ffff'), /no active secret/],
    [() => v.secret(), /Usage/],
    [() => v.switches('off', 'method', 'phone'), /--reason[^]*Usage[^]*carrier: skt/],
    [() => v.switches('off', 'method', 'fax', '--reason', 'x'), /Usage[^]*carrier: skt/],
    [() => v.switches('off', 'method', 'phone', '--site', 'nobody', '--reason', 'x'), /no site/],
    [() => v.switches('off', 'constructor', 'phone', '--reason', 'x'), /Usage/],
  ] as const)
    await assert.rejects(run(), said);
});
