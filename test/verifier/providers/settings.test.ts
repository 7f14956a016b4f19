import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selectCaptcha } from '../../../demo/verifier/methods/captcha/select-captcha.js';
import { selectProvider } from '../../../demo/verifier/providers/select-provider.js';
import { defaultSettings } from '../../../demo/verifier/sites/default-settings.js';
import { settingsFrom } from '../../../demo/verifier/settings.js';
import { openVault } from '../../../demo/verifier/crypto/vault.js';
import { SetClock } from '../../support/verifier.js';

const always = { SMS_WEBHOOK_URL: 'http://localhost:1/sms', SMS_WEBHOOK_SECRET: 'x'.repeat(32) };
const means = {
  vault: openVault(Buffer.alloc(32)),
  clock: new SetClock(),
  address: 'http://verifier.test/v1',
  providers: { portoneApi: 'http://portone.test', niceApi: 'http://nice.test', niceForm: 'http://nice.test/form' },
};
const provider = (variables: Record<string, string>) =>
  selectProvider(defaultSettings(settingsFrom({ ...always, ...variables })).identity, {
    ...means,
    environment: variables['NODE_ENV'],
  });
const portone = {
  IDENTITY_PROVIDER: 'portone',
  PORTONE_STORE_ID: 's',
  PORTONE_CHANNEL_KEY: 'c',
  PORTONE_API_SECRET: 'secret',
};
const nice = { IDENTITY_PROVIDER: 'nice', NICE_CLIENT_ID: 'i', NICE_CLIENT_SECRET: 'secret', NICE_PRODUCT_ID: 'p' };

test('the sandbox is the default and refuses production', () => {
  assert.deepEqual(provider({}).kinds, ['phone', 'ipin']);
  assert.throws(() => provider({ NODE_ENV: 'production' }), /IDENTITY_PROVIDER/);
});

test('the real providers support phone checks, in production too', () => {
  for (const variables of [portone, nice])
    assert.deepEqual(provider({ ...variables, NODE_ENV: 'production' }).kinds, ['phone']);
});

for (const [name, variables] of Object.entries({
  portone,
  nice,
  turnstile: { CAPTCHA: 'turnstile', CAPTCHA_SITE_KEY: 'k', CAPTCHA_SECRET: 'secret' },
}))
  test(`${name}: each missing setting is named`, () => {
    for (const missing of Object.keys(variables).slice(1))
      assert.throws(
        () => settingsFrom({ ...always, ...variables, [missing]: '' }),
        ({ message }: Error) => message.includes(`${missing} is missing`) && !message.includes('secret'),
      );
  });

test('an external captcha has a page, our own has none', () => {
  const captcha = (variables: Record<string, string>) =>
    selectCaptcha(
      defaultSettings(settingsFrom({ ...always, ...variables })).captcha,
      openVault(Buffer.alloc(32)),
      means.address,
    );
  assert.equal(captcha({}).page, undefined);
  for (const CAPTCHA of ['turnstile', 'hcaptcha'])
    assert.notEqual(captcha({ CAPTCHA, CAPTCHA_SITE_KEY: 'k', CAPTCHA_SECRET: 's' }).page, undefined);
});
