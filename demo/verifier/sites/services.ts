import type { MethodId } from 'mo-otp-gate/contract';
import type { Authorities } from '../authorities/open-authorities.js';
import type { MotpAuthority, UpstreamReporter } from '../authorities/authority.js';
import type { Store } from '../store/store.js';
import type { DataKeys } from '../crypto/data-keys.js';
import { selectCaptcha } from '../methods/captcha/select-captcha.js';
import type { Captcha } from '../methods/captcha/page.js';
import { methods } from '../methods/methods.js';
import type { Methods } from '../methods/offers.js';
import { identityChecks, type IdentityChecks } from '../providers/identity-checks.js';
import type { IdentityProvider } from '../providers/provider.js';
import { selectProvider, type ProviderMeans } from '../providers/select-provider.js';
import { selectSms } from '../sms/select-sms.js';
import type { SmsSender } from '../sms/sms.js';
import type { ResolvedSettings } from './default-settings.js';

/** Parts that replace those of every site's settings, for tests. */
export interface ReplacedParts {
  authority?: MotpAuthority | undefined;
  provider?: IdentityProvider | undefined;
  captcha?: Captcha | undefined;
  sms?: SmsSender | undefined;
  upstreamMessages?: UpstreamReporter['messagesFor'] | undefined;
}

export interface ServiceMeans extends ProviderMeans {
  store: Store;
  dataKeys: DataKeys;
  authorities: Authorities;
  /** The mobile carriers that are switched off at a site. */
  carriersOff(site: string): Promise<readonly string[]>;
  replaced: ReplacedParts;
}

/** Everything that works with the settings of one site. */
export interface SiteServices {
  methods: Methods;
  identity: IdentityChecks;
  captcha: Captcha;
  sms: SmsSender;
  /** Sends reports to the site's authority, if that is upstream. */
  reporter: UpstreamReporter | undefined;
  upstreamMessages: UpstreamReporter['messagesFor'];
}

/**
 * Makes the services of a site's settings.
 * @throws for settings that this environment refuses, such as the sandbox where learners come
 */
export async function siteServices(
  { authority: authoritySettings, identity: identitySettings, captcha: captchaSettings, sms, apps }: ResolvedSettings,
  { store, dataKeys, authorities, carriersOff, replaced, ...means }: ServiceMeans,
): Promise<SiteServices> {
  const { vault, address } = means;
  const { authority, reporter } = await authorities.of(authoritySettings);
  const provider = replaced.provider ?? (await selectProvider(identitySettings, means));
  const identity = identityChecks(store, vault, dataKeys, provider, address, carriersOff);
  const captcha = replaced.captcha ?? selectCaptcha(captchaSettings, vault, address);
  return {
    methods: methods({ authority: replaced.authority ?? authority, captcha, identity, store, vault, apps }),
    identity,
    captcha,
    sms: replaced.sms ?? selectSms(sms),
    reporter,
    upstreamMessages: replaced.upstreamMessages ?? reporter?.messagesFor ?? (() => []),
  };
}

/** The methods that need an identity provider's page. */
export const identityMethods: readonly MethodId[] = ['phone', 'ipin'];
