/** The form of site settings: made from the schema, and read back to the same settings. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyNamed } from '../../../demo/verifier/administrator/form-defaults.js';
import { readForm } from '../../../demo/verifier/administrator/read-form.js';
import { settingsForm, type FormField } from '../../../demo/verifier/administrator/settings-form.js';
import { presets } from '../../../demo/verifier/domain/policy-presets.js';
import type { DefaultSettings } from '../../../demo/verifier/sites/default-settings.js';
import { readSiteSettings, SiteSettings } from '../../../demo/verifier/sites/site-settings.js';

const { learner: _learner, ...manual } = presets.manual;
const basic = { name: '에이스 교육원', origins: ['https://acme.test', 'https://www.acme.test'] };
const full = {
  ...basic,
  policy: { ...manual, rules: { ...manual.rules, lesson: { when: 'every-lessons', lessons: 4 } } },
  learner: 'masked',
  help: { phone: '02-111-1111', guide: 'https://acme.test/guide' },
  apps: { web: 'https://app.acme.test/' },
  authority: { kind: 'hrd-korea', institution: 'ACME01' },
  identity: { kind: 'nice', clientId: 'acme', clientSecret: { sealed: 'ss_1' }, productId: 'p' },
  captcha: { kind: 'turnstile', siteKey: 'key', secret: { sealed: 'ss_2' } },
  sms: { kind: 'webhook', url: 'https://sms.acme.test/send', secret: { sealed: 'ss_3' } },
  evidenceDays: 1100,
  limits: { learner: 50 },
};
const expanded = policyNamed({ policy: presets.manual } as DefaultSettings);
const form = (settings: object, defaults: object = {}) => settingsForm({ settings, defaults, faults: [], expanded });

/** The controls that a browser would send. */
function controls(fields: readonly FormField[]): Record<string, string> {
  const sent: Record<string, string> = {};
  for (const field of fields)
    switch (field.kind) {
      case 'group':
        Object.assign(sent, controls(field.fields));
        break;
      case 'choice':
        sent[field.name] = field.chosen;
        // options that are not chosen are sent too: the browser hides them only
        for (const { fields: inner } of field.options)
          for (const [name, text] of Object.entries(controls(inner))) {
            assert.ok(!(name in sent), `two controls are named ${name}`);
            sent[name] = text;
          }
        break;
      case 'secret':
        sent[field.name] = '';
        break;
      default:
        sent[field.name] = field.value;
    }
  return sent;
}
const find = (fields: readonly FormField[], path: string): FormField | undefined => {
  for (const field of fields) {
    if (field.path === path) return field;
    const inner =
      field.kind === 'group' ? field.fields : field.kind === 'choice' ? field.options.flatMap((one) => one.fields) : [];
    const found = find(inner, path);
    if (found) return found;
  }
  return undefined;
};

for (const [which, settings] of Object.entries({ basic, full, preset: { ...basic, policy: 'daily', help: {} } }))
  test(`${which} settings that are saved as they are shown are the same`, () => {
    assert.deepEqual(readForm(controls(form(settings)), settings), settings);
  });

test('every setting of the schema has a field', () => {
  const paths = form(full).map(({ path }) => path.split('.')[0]);
  assert.deepEqual(paths, Object.keys(SiteSettings.shape));
});

test('a default is shown where the site states nothing, and the start of its own rules', () => {
  const fields = form(basic, { policy: 'manual', limits: { session: 120, learner: 300, address: 3000 } });
  const policy = find(fields, 'policy');
  assert(policy?.kind === 'choice');
  assert.equal(policy.chosen, '');
  assert.equal(policy.options[0]?.label, 'default: manual');
  const lessons = find(policy.options.at(-1)!.fields, 'policy.rules.lesson.lessons');
  assert(lessons?.kind === 'text');
  assert.equal(lessons.value, '8');
  const limits = find(fields, 'limits');
  assert(limits?.kind === 'choice');
  assert.equal(limits.options[0]?.label, 'default: session 120, learner 300, address 3000');
});

test('a stored secret is neither shown nor lost, and goes with the provider that it is for', () => {
  const fields = form(full);
  assert.equal(JSON.stringify(fields).includes('ss_1'), false);
  const sent = controls(fields);
  const replaced = readForm({ ...sent, 'sms:webhook.secret': 'a new one' }, full) as typeof full;
  assert.equal(replaced.sms.secret, 'a new one');
  assert.deepEqual(replaced.captcha, full.captcha);
  const other = readForm({ ...sent, 'captcha.kind': 'hcaptcha' }, full) as typeof full;
  assert.deepEqual(other.captcha, { kind: 'hcaptcha' });
  assert.throws(() => readSiteSettings(other), /captcha\.secret: /);
});

test('what makes no sense is refused with the field’s name', () => {
  const sent = controls(form(full));
  for (const [change, said] of [
    [{ 'limits.learner': 'many' }, /limits\.learner: /],
    [{ origins: '' }, /origins: /],
    [{ 'identity.kind': 'kakao' }, /identity\.kind: /],
    [{ policy: 'weekly' }, /policy: /],
    [{ 'policy.rules.lesson:every-lessons.lessons': '0' }, /policy\.rules\.lesson\.lessons: /],
    [{ 'policy.methods.exam': 'motp\nfax' }, /policy\.methods\.exam\.1: /],
  ] as const)
    assert.throws(() => readSiteSettings(readForm({ ...sent, ...change }, full)), said);
});
