import type { Vault } from '../../crypto/vault.js';
import type { OpenedSettings } from '../../sites/site-settings.js';
import { pageCaptcha, type Captcha } from './page.js';
import { services } from './services.js';
import { workCaptcha } from './work.js';

/** The captcha of a site's settings; `address` is the verifier's base URL. */
export const selectCaptcha = (
  settings: NonNullable<OpenedSettings['captcha']>,
  vault: Vault,
  address: string,
): Captcha => (settings.kind === 'work' ? workCaptcha(vault) : pageCaptcha(services[settings.kind], settings, address));
