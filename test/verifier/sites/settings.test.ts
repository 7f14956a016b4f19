/** A site's settings: validation, versions, restoring and sealed secrets. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openVault } from '../../../demo/verifier/crypto/vault.js';
import { runCommand } from '../../../demo/verifier/cli/command-line.js';
import { keyCommands } from '../../../demo/verifier/cli/key-command.js';
import { presets } from '../../../demo/verifier/domain/policy-presets.js';
import { changeSettings, currentSettings, restoreSettings } from '../../../demo/verifier/sites/change-settings.js';
import { missingSettings } from '../../../demo/verifier/sites/own-settings.js';
import { secretFields, withSecrets } from '../../../demo/verifier/sites/secret-fields.js';
import { readSiteSettings } from '../../../demo/verifier/sites/site-settings.js';
import { onEachStore } from './each-store.js';

const vault = openVault(Buffer.alloc(32, 3));
const openedVault = async () => vault;
const noVault = () => Promise.reject(new Error('the vault was opened'));
const by = { by: '김관리', at: 1_000 };
const basic = { name: '에이스 교육원', origins: ['https://acme.test'] };
const { learner: _learner, ...manual } = presets.manual;
const full = {
  ...basic,
  policy: manual,
  learner: 'masked',
  help: { phone: '02-111-1111' },
  authority: { kind: 'hrd-korea', institution: 'ACME01' },
  identity: { kind: 'nice', clientId: 'acme', clientSecret: 'nice-secret-of-acme', productId: 'p' },
  captcha: { kind: 'turnstile', siteKey: 'key', secret: 'captcha-secret-of-acme' },
  sms: { kind: 'webhook', url: 'https://sms.acme.test/send', secret: 'sms-secret-of-acme' },
  evidenceDays: 1100,
  limits: { learner: 50 },
};

test('an invalid setting is named by its path, without its value', () => {
  const secret = 'hidden-value';
  for (const [given, field] of [
    [{}, 'name'],
    [{ ...basic, origins: ['https://acme.test/path'] }, 'origins.0'],
    [{ ...basic, origins: [] }, 'origins'],
    [{ ...basic, colour: secret }, 'colour'],
    [{ ...basic, help: { phone: '1', email: secret } }, 'help.email'],
    [{ ...basic, policy: secret }, 'policy'],
    [
      { ...basic, policy: { ...manual, rules: { ...manual.rules, lesson: { when: secret } } } },
      'policy.rules.lesson.when',
    ],
    [
      { ...basic, policy: { ...manual, rules: { ...manual.rules, lesson: { when: 'every-lessons', lessons: 0 } } } },
      'policy.rules.lesson.lessons',
    ],
    [{ ...basic, authority: { kind: 'hrd-korea' } }, 'authority.institution'],
    [{ ...basic, identity: { kind: 'nice', clientId: 'a', productId: 'p' } }, 'identity.clientSecret'],
    [{ ...basic, identity: { kind: secret } }, 'identity.kind'],
    [{ ...basic, limits: { learner: -1 } }, 'limits.learner'],
    [{ ...basic, evidenceDays: 0 }, 'evidenceDays'],
  ] as const)
    assert.throws(
      () => readSiteSettings(given),
      ({ name, message }: Error) => {
        assert.equal(name, 'InvalidSettings');
        assert.ok(
          message.split('\n').some((line) => line.startsWith(`${field}: `)),
          `${field} in ${message}`,
        );
        assert.equal(message.includes(secret), false);
        return true;
      },
    );
});

test('every secret of the schema is listed as a secret', () => {
  assert.deepEqual([...secretFields].sort(), [
    'captcha.secret',
    'identity.clientSecret',
    'identity.secret',
    'sms.secret',
  ]);
});

test('settings that identify an institution have defaults only while it is the only one', () => {
  assert.deepEqual(missingSettings(basic as {}, 1), []);
  assert.deepEqual(missingSettings(basic as {}, 2), ['authority', 'identity', 'captcha', 'sms', 'help']);
  assert.deepEqual(missingSettings({ ...full, help: undefined }, 2), ['help']);
  assert.deepEqual(missingSettings({ ...full, help: {} }, 40), []);
});

onEachStore('an operator’s change of settings is a version that can be shown and restored', async (store) => {
  assert.equal(await changeSettings(store, noVault, 'acme', basic, by), 1);
  assert.equal(
    await changeSettings(store, noVault, 'acme', { ...basic, name: '에이스' }, { by: '박관리', at: 2_000 }),
    2,
  );
  assert.equal(
    await changeSettings(store, noVault, 'acme', { ...basic, name: '에이스' }, { by: '박관리', at: 3_000 }),
    2,
    'the same settings are no new version',
  );
  assert.equal((await store.site('acme'))?.name, '에이스');
  assert.deepEqual(
    (await store.settingsHistory('acme')).map(({ version, by: who, at }) => ({ version, who, at })),
    [
      { version: 2, who: '박관리', at: 2_000 },
      { version: 1, who: '김관리', at: 1_000 },
    ],
  );
  assert.equal(await restoreSettings(store, 'acme', 1, { by: '김관리', at: 4_000 }), 3);
  assert.deepEqual(await currentSettings(store, 'acme'), { version: 3, settings: basic });
  assert.equal((await store.site('acme'))?.name, '에이스 교육원');
  await assert.rejects(restoreSettings(store, 'acme', 9, by), /no version 9/);
  assert.deepEqual(await store.siteVersions(), [{ site: 'acme', version: 3 }]);
});

onEachStore('an operator’s invalid change has no effect', async (store) => {
  await changeSettings(store, noVault, 'acme', basic, by);
  const wrong = { ...full, origins: ['https://new.test'], limits: { learner: 0 } };
  await assert.rejects(changeSettings(store, openedVault, 'acme', wrong, by), /^InvalidSettings: limits\.learner: /);
  assert.deepEqual(await currentSettings(store, 'acme'), { version: 1, settings: basic });
  assert.deepEqual(await store.settingsSecrets('acme'), []);
  await assert.rejects(changeSettings(store, noVault, 'a b', basic, by), /^InvalidSettings: id: /);
});

onEachStore('of two operators who change the same version one is refused', async (store) => {
  await changeSettings(store, noVault, 'acme', basic, by);
  const site = { id: 'acme', name: 'x', origins: ['https://acme.test'] };
  const change = { settings: '{}', ...by, secrets: [] };
  const both = await Promise.all([
    store.addSettingsVersion(site, 1, change),
    store.addSettingsVersion(site, 1, change),
  ]);
  assert.deepEqual(both.sort(), [2, undefined]);
});

onEachStore('secrets are sealed, are kept by restoring and a new master key, and belong to one site', async (store) => {
  await changeSettings(store, openedVault, 'acme', full, by);
  const { settings } = (await currentSettings(store, 'acme'))!;
  const stored = JSON.stringify([await store.settingsHistory('acme'), await store.settingsSecrets('acme')]);
  assert.equal(stored.includes('-secret-of-acme'), false);

  await changeSettings(store, noVault, 'acme', { ...settings, evidenceDays: 1200 }, by);
  await changeSettings(
    store,
    openedVault,
    'acme',
    { ...settings, sms: { kind: 'webhook', url: 'https://sms.acme.test/send', secret: 'another-secret' } },
    by,
  );
  await restoreSettings(store, 'acme', 2, by);

  const keys = [Buffer.alloc(32, 9), Buffer.alloc(32, 3)];
  const both = openVault(() => keys);
  await runCommand(keyCommands, ['master'], {
    store,
    vault: async () => both,
    now: 0,
    settings: { DATA_DIR: '', MASTER_KEY: 'from the environment' },
  });
  const rotated = openVault(keys[0]!);
  const sealed = new Map((await store.settingsSecrets('acme')).map((one) => [one.id, one.sealed]));
  const opened = withSecrets((await currentSettings(store, 'acme'))!.settings, (id) =>
    rotated.open(sealed.get(id)!, id).toString(),
  );
  assert.deepEqual(opened, { ...full, evidenceDays: 1200 });

  await assert.rejects(
    changeSettings(store, noVault, 'other', { ...basic, captcha: settings.captcha }, by),
    /captcha\.secret: refers to no secret of this site/,
  );
});
