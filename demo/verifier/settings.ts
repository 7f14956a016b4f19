import { z } from 'zod';
import { Help } from 'mo-otp-gate/contract';
import { asOrigin } from './domain/origin.js';
import { presets } from './domain/policy-presets.js';

const list = (text: string) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
const Origins = z
  .string()
  .transform(list)
  .refine(
    (origins) => origins.every((origin) => asOrigin(origin)),
    'must be origins such as https://otp.example, separated by commas',
  );
const PerMinute = z.coerce.number().int().min(1);
const HttpUrl = z.url({ protocol: /^https?$/ });
const BaseUrl = HttpUrl.refine((url) => !url.endsWith('/'), 'must not end with a slash');

/** The store: PostgreSQL, or SQLite in a folder. Without MASTER_KEY that folder holds the master key too. */
const StoreEnvironment = z.object({
  DATA_DIR: z.string().min(1).default('mo-otp-data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  /** 32 bytes as base64; several, separated by commas, during a key rotation: the first seals, every key opens. */
  MASTER_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=(,[A-Za-z0-9+/]{43}=)*$/, 'must be 32 bytes as base64')
    .optional(),
});

/** Every setting of the verifier, by its name in the environment. */
const Environment = StoreEnvironment.extend({
  VERIFIER_HOST: z.string().default('localhost'),
  VERIFIER_PORT: z.coerce.number().int().min(0).max(65_535).default(4174),
  /** The base URL that browsers and sites use, with the version in its path; the issuer of tokens. */
  PUBLIC_URL: BaseUrl.optional(),
  POLICY: z.enum(Object.keys(presets) as [keyof typeof presets]).default('manual'),
  LEARNER_SHOWN: z.enum(['full', 'masked']).optional(),
  PHONE_ORIGINS: Origins.default([]),
  /** The authority for phone app codes: our own registry, HRD Korea, or a sandbox of it backed by our own registry. */
  MOTP_AUTHORITY: z.enum(['devices', 'hrd-korea', 'hrd-korea-sandbox']).default('devices'),
  /** The institution's id at HRD Korea. */
  HRD_KOREA_INSTITUTION: z
    .string()
    .regex(/^[A-Za-z0-9]+$/, 'must be ASCII letters and digits')
    .optional(),
  HRD_KOREA_OTP_URL: BaseUrl.default('https://emonotp.hrdkorea.or.kr'),
  HRD_KOREA_REPORT_URL: BaseUrl.default('https://emon.hrdkorea.or.kr'),
  /** The identity provider; without one there are no phone checks, no i-PIN and no browser codes. */
  IDENTITY_PROVIDER: z.enum(['none', 'sandbox', 'portone', 'nice']).default('none'),
  NODE_ENV: z.string().optional(),
  /** Sessions with fixed outcomes for integrators' tests; anyone who knows their names passes. */
  TEST_MODE: z.stringbool().default(false),
  /** `work` needs no external service: the learner's browser computes a proof of work. */
  CAPTCHA: z.enum(['work', 'turnstile', 'hcaptcha']).default('work'),
  CAPTCHA_SITE_KEY: z.string().optional(),
  CAPTCHA_SECRET: z.string().optional(),
  PORTONE_STORE_ID: z.string().optional(),
  PORTONE_CHANNEL_KEY: z.string().optional(),
  PORTONE_API_SECRET: z.string().optional(),
  PORTONE_API_URL: HttpUrl.default('https://api.portone.io'),
  NICE_CLIENT_ID: z.string().optional(),
  NICE_CLIENT_SECRET: z.string().optional(),
  NICE_PRODUCT_ID: z.string().optional(),
  NICE_API_URL: HttpUrl.default('https://svc.niceapi.co.kr:22001'),
  NICE_FORM_URL: HttpUrl.default('https://nice.checkplus.co.kr/CheckPlusSafeModel/service.cb'),
  /** The service that receives text messages; without it no phone app can be registered. */
  SMS_WEBHOOK_URL: HttpUrl.optional(),
  SMS_WEBHOOK_SECRET: z.string().min(16).optional(),
  /** The ceiling for all text messages in any 24 hours; at four fifths the log and the metrics give an alarm. */
  SMS_PER_DAY: z.coerce.number().int().min(2).default(4000),
  /** The same from one network, an IPv4 address or an IPv6 /64: enough for a training centre that registers its learners. */
  SMS_PER_NETWORK: z.coerce.number().int().min(2).default(200),
  /** The bearer token for the metrics; without it they are not served. */
  METRICS_TOKEN: z.string().min(16).optional(),
  /**
   * The port of the administrator's pages on the loopback interface; without it they are not served. They have no second
   * factor, so no setting binds them to another interface.
   */
  ADMINISTRATOR_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  /** What administrators log in with. */
  ADMINISTRATOR_SECRET: z.string().min(32).optional(),
  /**
   * How long it goes on listening after SIGTERM, while `/readyz` refuses already, so that a load balancer notices;
   * seconds. Default: 5, or 0 where only this machine reaches it.
   */
  DRAIN_SECONDS: z.coerce.number().min(0).max(600).optional(),
  TRUST_PROXY: z.string().transform(list).default([]),
  /** Retention of ended sessions with their learners' names and numbers, in hours. */
  SESSION_HOURS: z.coerce.number().int().min(1).default(24),
  /** Retention of learners who were not seen and have no evidence, with their browsers and checks, in days. */
  LEARNER_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .default(3 * 365),
  /** Retention of evidence, in days. */
  EVIDENCE_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .default(3 * 365),
  /** Requests a minute. */
  LIMIT_SESSION: PerMinute.default(120),
  LIMIT_LEARNER: PerMinute.default(300),
  LIMIT_ADDRESS: PerMinute.default(3000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'silent']).default('info'),
  HELP_PHONE: Help.shape.phone,
  HELP_REMOTE: Help.shape.remote,
  HELP_GUIDE: Help.shape.guide,
  HELP_MANUAL: Help.shape.manual,
  HELP_CHAT: Help.shape.chat,
  /** Where to get the phone app. */
  APP_ANDROID: HttpUrl.optional(),
  APP_IOS: HttpUrl.optional(),
  APP_WEB: HttpUrl.optional(),
}).refine(
  ({ MOTP_AUTHORITY, HRD_KOREA_INSTITUTION }) => MOTP_AUTHORITY !== 'hrd-korea' || HRD_KOREA_INSTITUTION !== undefined,
  { path: ['HRD_KOREA_INSTITUTION'] },
);

/** The settings that each identity provider and captcha requires. */
const captchaKeys = ['CAPTCHA_SITE_KEY', 'CAPTCHA_SECRET'] as const;
const needs = {
  none: [],
  work: [],
  turnstile: captchaKeys,
  hcaptcha: captchaKeys,
  sandbox: [],
  portone: ['PORTONE_STORE_ID', 'PORTONE_CHANNEL_KEY', 'PORTONE_API_SECRET'],
  nice: ['NICE_CLIENT_ID', 'NICE_CLIENT_SECRET', 'NICE_PRODUCT_ID'],
} as const;

/** The hosts of this machine. */
const isLoopback = (host: string) => /^(localhost|(.+\.)?localhost|127(\.\d+){3}|\[::1\])$/.test(host);

/**
 * Whether learners can reach the verifier: `PUBLIC_URL` has https or a host that is not this machine's, or `NODE_ENV` is
 * `production`. Then nothing may let a learner pass that is only for trials.
 */
export const isPublic = ({ PUBLIC_URL, NODE_ENV }: Pick<Settings, 'PUBLIC_URL' | 'NODE_ENV'>): boolean =>
  NODE_ENV === 'production' ||
  (PUBLIC_URL !== undefined && (PUBLIC_URL.startsWith('https:') || !isLoopback(new URL(PUBLIC_URL).hostname)));

const Complete = Environment.superRefine((settings, { addIssue }) => {
  const refuse = (name: keyof Settings, message: string) => addIssue({ code: 'custom', path: [name], message });
  for (const name of [...needs[settings.IDENTITY_PROVIDER], ...needs[settings.CAPTCHA]])
    if (settings[name] === undefined) refuse(name, 'is missing');
  if (settings.SMS_WEBHOOK_URL !== undefined && settings.SMS_WEBHOOK_SECRET === undefined)
    refuse('SMS_WEBHOOK_SECRET', 'is missing');
  if (settings.ADMINISTRATOR_PORT !== undefined && settings.ADMINISTRATOR_SECRET === undefined)
    refuse('ADMINISTRATOR_SECRET', 'is missing');
  if (settings.NODE_ENV === 'production' && settings.PUBLIC_URL === undefined) refuse('PUBLIC_URL', 'is missing');
  if (!isPublic(settings)) return;
  const why = `with ${settings.NODE_ENV === 'production' ? 'NODE_ENV=production' : 'a public PUBLIC_URL'}`;
  if (settings.TEST_MODE) refuse('TEST_MODE', `must be off ${why}, because anyone can pass`);
  if (settings.IDENTITY_PROVIDER === 'sandbox')
    refuse('IDENTITY_PROVIDER', `must be a real provider or none ${why}, because the sandbox accepts any identity`);
});

export type StoreSettings = z.output<typeof StoreEnvironment>;
export type Settings = z.output<typeof Environment>;

type Variables = Record<string, string | undefined>;

/**
 * Reads all settings. An empty variable counts as unset.
 * @throws with one line for each invalid setting, never with a value, which may be a secret
 */
export const settingsFrom = (variables: Variables): Settings => read(Complete, variables);

/**
 * Reads the settings of a command on the store.
 * @throws likewise
 */
export const storeSettingsFrom = (variables: Variables): StoreSettings => read(StoreEnvironment, variables);

function read<Output>(schema: z.ZodType<Output>, variables: Variables): Output {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const faults = result.error.issues.map(
    ({ path: [name], message }) =>
      `  ${String(name)} ${String(name) in given ? `is invalid: ${message}` : 'is missing'}`,
  );
  throw new Error(['Invalid settings:', ...faults].join('\n'));
}
