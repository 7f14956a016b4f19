/** The settings of one site. An absent member takes its default, see `default-settings.ts`. */
import { Help } from 'mo-otp-gate/contract';
import { z } from 'zod';
import { asOrigin } from '../domain/origin.js';
import { presets } from '../domain/policy-presets.js';
import { Policy } from '../domain/policy.js';

/** The reference to a text that is sealed in the store. */
const SealedReference = z.strictObject({ sealed: z.string().min(1) });

/** A secret: plain text when it is entered, a reference to the sealed text when it is stored or shown. */
const Secret = z
  .union([z.string().min(1).max(4096), SealedReference])
  .meta({ secret: true, description: 'Stored sealed; shown as a reference, which keeps the value' });

const text = (limit: number) => z.string().trim().min(1).max(limit);
const HttpUrl = z.url({ protocol: /^https?$/ }).max(2000);
const Origin = z.string().refine((origin) => asOrigin(origin), 'must be an origin such as https://site.example');
const PerMinute = z.int().min(1).max(1_000_000);

const CaptchaKeys = { siteKey: text(200), secret: Secret };

export const SiteSettings = z.strictObject({
  name: text(100).describe('The name of the institution'),
  origins: z.array(Origin).min(1).max(100).describe('The origins whose pages may use the site’s sessions'),
  policy: z
    .union([z.enum(Object.keys(presets) as [keyof typeof presets]), Policy.omit({ learner: true }).strict()])
    .optional()
    .describe('A preset by its name, or the whole policy'),
  learner: Policy.shape.learner.optional().describe('Whether the gate shows name and phone in full'),
  help: Help.strict().optional().describe('The help links and telephone number of the institution'),
  privacy: HttpUrl.optional().describe(
    'The privacy policy of the institution, linked where the verifier asks for a person’s data',
  ),
  apps: z
    .strictObject({ android: HttpUrl, ios: HttpUrl, web: HttpUrl })
    .partial()
    .optional()
    .describe('Where to get the phone app'),
  authority: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('devices') }),
      z.strictObject({
        kind: z.literal('hrd-korea'),
        institution: z
          .string()
          .regex(/^[A-Za-z0-9]{1,40}$/, 'must be ASCII letters and digits')
          .describe('The institution’s id at HRD Korea'),
      }),
      z.strictObject({ kind: z.literal('hrd-korea-sandbox') }),
    ])
    .optional()
    .describe('Who checks the codes of the phone app'),
  identity: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('none') }),
      z.strictObject({ kind: z.literal('sandbox') }),
      z.strictObject({ kind: z.literal('portone'), storeId: text(200), channelKey: text(200), secret: Secret }),
      z.strictObject({ kind: z.literal('nice'), clientId: text(200), clientSecret: Secret, productId: text(200) }),
    ])
    .optional()
    .describe('The identity provider'),
  captcha: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('work') }),
      z.strictObject({ kind: z.literal('turnstile'), ...CaptchaKeys }),
      z.strictObject({ kind: z.literal('hcaptcha'), ...CaptchaKeys }),
    ])
    .optional()
    .describe('The captcha: a proof of work, or a service with its keys'),
  sms: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('none') }),
      z.strictObject({ kind: z.literal('webhook'), url: HttpUrl, secret: Secret }),
    ])
    .optional()
    .describe('The sender of the site’s text messages'),
  evidenceDays: z.int().min(1).max(36_500).optional().describe('How long evidence is kept, in days'),
  limits: z
    .strictObject({ session: PerMinute, learner: PerMinute, address: PerMinute })
    .partial()
    .optional()
    .describe('Requests a minute of one session, learner and IP address'),
});

export type SiteSettings = z.infer<typeof SiteSettings>;
export type SealedReference = z.infer<typeof SealedReference>;

/** Settings with every secret as plain text. */
export type Opened<T> = T extends SealedReference
  ? never
  : T extends readonly (infer Item)[]
    ? Opened<Item>[]
    : T extends object
      ? { [Name in keyof T]: Opened<T[Name]> }
      : T;

export type OpenedSettings = Opened<SiteSettings>;

/** Whether a value among settings is the reference to a sealed text. */
export const isSealedReference = (value: unknown): value is SealedReference => SealedReference.safeParse(value).success;

/**
 * Reads the settings of a site.
 * @throws {InvalidSettings} which names each wrong field, never a value, which may be a secret
 */
export function readSiteSettings(given: unknown): SiteSettings {
  const read = SiteSettings.safeParse(given);
  if (read.success) return read.data;
  throw new InvalidSettings(read.error.issues.flatMap((issue) => faultsOf(issue, [])));
}

/** A setting that is wrong: `field` is its path, such as `identity.secret`. */
export interface SettingFault {
  field: string;
  message: string;
}

/** Settings were refused; nothing has changed. */
export class InvalidSettings extends Error {
  override name = 'InvalidSettings';

  constructor(readonly faults: readonly SettingFault[]) {
    super(faults.map(({ field, message }) => `${field}: ${message}`).join('\n'));
  }
}

/** The faults of an issue; of a union, those of the option that was matched furthest. */
function faultsOf(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): SettingFault[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ field: [...path, key].join('.'), message: 'is no setting' }));
  if (issue.code === 'invalid_union') {
    const depth = (issues: readonly z.core.$ZodIssue[]) => Math.max(0, ...issues.map((one) => one.path.length));
    const [closest] = issue.errors.toSorted((one, other) => depth(other) - depth(one));
    if (closest && depth(closest) > 0) return closest.flatMap((inner) => faultsOf(inner, path));
  }
  return [{ field: path.join('.') || 'settings', message: issue.message }];
}
