import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selectCaptcha } from '../../../demo/verifier/methods/captcha/select-captcha.js';
import { selectProvider } from '../../../demo/verifier/providers/select-provider.js';
import { defaultSettings } from '../../../demo/verifier/sites/default-settings.js';
import { isPublic, settingsFrom } from '../../../demo/verifier/settings.js';
import { openVault } from '../../../demo/verifier/crypto/vault.js';
import { SetClock } from '../../support/verifier.js';

const always = { SMS_WEBHOOK_URL: 'http://localhost:1/sms', SMS_WEBHOOK_SECRET: 'x'.repeat(32) };
const means = {
  vault: openVault(Buffer.alloc(32)),
  clock: new SetClock(),
  address: 'http://verifier.localhost/v1',
  providers: { portoneApi: 'http://portone.test', niceApi: 'http://nice.test', niceForm: 'http://nice.test/form' },
};
const provider = async (variables: Record<string, string>) => {
  const settings = settingsFrom({ ...always, ...variables });
  return selectProvider(defaultSettings(settings).identity, {
    ...means,
    isPublic: isPublic(settings),
  });
};
const portone = {
  IDENTITY_PROVIDER: 'portone',
  PORTONE_STORE_ID: 's',
  PORTONE_CHANNEL_KEY: 'c',
  PORTONE_API_SECRET: 'secret',
};
const nice = { IDENTITY_PROVIDER: 'nice', NICE_CLIENT_ID: 'i', NICE_CLIENT_SECRET: 'secret', NICE_PRODUCT_ID: 'p' };

const published = { PUBLIC_URL: 'https://otp.example/v1' };

test('there is no provider unless one is named', async () => {
  assert.deepEqual((await provider({})).kinds, []);
  assert.deepEqual((await provider({ ...published, NODE_ENV: 'production' })).kinds, []);
});

test('the sandbox is for this machine only, whatever NODE_ENV says', async () => {
  const named = { IDENTITY_PROVIDER: 'sandbox' };
  for (const PUBLIC_URL of ['', 'http://localhost:4174/v1', 'http://otp.localhost/v1', 'http://127.0.0.1/v1'])
    assert.deepEqual((await provider({ ...named, PUBLIC_URL })).kinds, ['phone', 'ipin'], PUBLIC_URL);
  for (const variables of [
    published,
    { PUBLIC_URL: 'https://localhost/v1' },
    { PUBLIC_URL: 'http://otp.example/v1' },
    { PUBLIC_URL: 'http://localhost.example/v1' },
    { PUBLIC_URL: 'http://192.168.0.9/v1' },
    { NODE_ENV: 'production', PUBLIC_URL: 'http://localhost/v1' },
  ])
    for (const NODE_ENV of ['development', 'test', '']) {
      const all = { ...named, NODE_ENV, ...variables };
      await assert.rejects(provider(all), /IDENTITY_PROVIDER is invalid: .*accepts any identity/, JSON.stringify(all));
      assert.throws(() => settingsFrom({ ...all, IDENTITY_PROVIDER: '', TEST_MODE: 'true' }), /TEST_MODE is invalid/);
    }
  const { vault, clock, address, providers } = means;
  await assert.rejects(
    selectProvider({ kind: 'sandbox' }, { vault, clock, address, providers, isPublic: true }),
    /IDENTITY_PROVIDER/,
    'a site that states it is refused, too',
  );
});

test('production without PUBLIC_URL is refused', () =>
  assert.throws(() => settingsFrom({ ...always, NODE_ENV: 'production' }), /PUBLIC_URL is missing/));

test('the real providers support phone checks, in production too', async () => {
  for (const variables of [portone, nice])
    assert.deepEqual((await provider({ ...variables, ...published, NODE_ENV: 'production' })).kinds, ['phone']);
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
