import type { Settings } from '../../settings.js';
import type { Vault } from '../../crypto/vault.js';
import type { Method } from '../method.js';
import { pageCaptcha } from './page.js';
import { services } from './services.js';
import { workCaptcha } from './work.js';

/** The captcha that the settings select; `settingsFrom` has checked that its keys are present. */
export const selectCaptcha = (
  { CAPTCHA, CAPTCHA_SITE_KEY: siteKey, CAPTCHA_SECRET: secret }: Settings,
  vault: Vault,
  address: string,
): Method =>
  CAPTCHA === 'work'
    ? workCaptcha(vault)
    : pageCaptcha(services[CAPTCHA], { siteKey: siteKey!, secret: secret! }, address);
