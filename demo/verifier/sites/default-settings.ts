import type { Settings } from '../settings.js';
import { presets } from '../domain/policy-presets.js';
import type { Policy } from '../domain/policy.js';
import { missingSettings, type IdentifyingSetting } from './own-settings.js';
import type { OpenedSettings } from './site-settings.js';

type Stated = 'help' | 'authority' | 'identity' | 'captcha' | 'sms' | 'evidenceDays';
type Complete = { [Name in Stated]: NonNullable<OpenedSettings[Name]> };

/** Settings in which nothing is absent but links: to the phone app, and to the privacy policy. */
export interface ResolvedSettings extends Complete {
  policy: Policy;
  apps: OpenedSettings['apps'];
  privacy: OpenedSettings['privacy'];
  limits: Record<keyof NonNullable<OpenedSettings['limits']>, number>;
}

/** The defaults of all sites, from the environment. */
export interface DefaultSettings extends ResolvedSettings {
  /** Whether the environment states how the learner is shown; else the policy does. */
  learner: Policy['learner'] | undefined;
}

/** The settings of the environment as the defaults of sites; `settingsFrom` has checked that keys are present. */
export function defaultSettings(settings: Settings): DefaultSettings {
  const { APP_ANDROID: android, APP_IOS: ios, APP_WEB: web } = settings;
  return {
    policy: presets[settings.POLICY],
    learner: settings.LEARNER_SHOWN,
    help: withoutAbsent({
      phone: settings.HELP_PHONE,
      remote: settings.HELP_REMOTE,
      guide: settings.HELP_GUIDE,
      manual: settings.HELP_MANUAL,
      chat: settings.HELP_CHAT,
    }),
    apps: android || ios || web ? withoutAbsent({ android, ios, web }) : undefined,
    privacy: undefined,
    authority:
      settings.MOTP_AUTHORITY === 'hrd-korea'
        ? { kind: 'hrd-korea', institution: settings.HRD_KOREA_INSTITUTION! }
        : { kind: settings.MOTP_AUTHORITY },
    identity: identityOf(settings),
    captcha:
      settings.CAPTCHA === 'work'
        ? { kind: 'work' }
        : { kind: settings.CAPTCHA, siteKey: settings.CAPTCHA_SITE_KEY!, secret: settings.CAPTCHA_SECRET! },
    sms:
      settings.SMS_WEBHOOK_URL === undefined
        ? { kind: 'none' }
        : { kind: 'webhook', url: settings.SMS_WEBHOOK_URL, secret: settings.SMS_WEBHOOK_SECRET! },
    evidenceDays: settings.EVIDENCE_DAYS,
    limits: { session: settings.LIMIT_SESSION, learner: settings.LIMIT_LEARNER, address: settings.LIMIT_ADDRESS },
  };
}

function identityOf(settings: Settings): ResolvedSettings['identity'] {
  switch (settings.IDENTITY_PROVIDER) {
    case 'none':
    case 'sandbox':
      return { kind: settings.IDENTITY_PROVIDER };
    case 'portone':
      return {
        kind: 'portone',
        storeId: settings.PORTONE_STORE_ID!,
        channelKey: settings.PORTONE_CHANNEL_KEY!,
        secret: settings.PORTONE_API_SECRET!,
      };
    case 'nice':
      return {
        kind: 'nice',
        clientId: settings.NICE_CLIENT_ID!,
        clientSecret: settings.NICE_CLIENT_SECRET!,
        productId: settings.NICE_PRODUCT_ID!,
      };
  }
}

/** The settings of a site with the defaults in place of what it does not state; `undefined`: it states nothing. */
export function resolveSettings(own: OpenedSettings | undefined, defaults: DefaultSettings): ResolvedSettings {
  const policy =
    typeof own?.policy === 'string'
      ? presets[own.policy]
      : own?.policy
        ? { learner: 'full', ...own.policy }
        : undefined;
  const chosen = policy ?? defaults.policy;
  return {
    policy: { ...chosen, learner: own?.learner ?? defaults.learner ?? chosen.learner } as Policy,
    help: own?.help ?? defaults.help,
    apps: own?.apps ?? defaults.apps,
    privacy: own?.privacy ?? defaults.privacy,
    authority: own?.authority ?? defaults.authority,
    identity: own?.identity ?? defaults.identity,
    captcha: own?.captcha ?? defaults.captcha,
    sms: own?.sms ?? defaults.sms,
    evidenceDays: own?.evidenceDays ?? defaults.evidenceDays,
    limits: { ...defaults.limits, ...withoutAbsent(own?.limits ?? {}) },
  };
}

/** The settings that a site must state itself among `sites` sites. */
export const missingOf = (own: OpenedSettings | undefined, sites: number): IdentifyingSetting[] =>
  missingSettings(own ?? {}, sites);

const withoutAbsent = <T extends object>(value: T): { [Name in keyof T]?: NonNullable<T[Name]> } =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as never;
