import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { CheckpointKind, Learner } from 'mo-otp-gate/contract';
import { mobileNumber, mobileNumberHint } from '../identity/mobile-number.js';

export const usage = `Usage: mo-otp-gate check <verifier> --secret <secret> --origin <origin> --learners <file> [options]

  <verifier>              base address with the version in it, such as https://otp.example/v1
  --secret <secret>       of a site registered for tests
  --origin <origin>       an origin of that site; may be given twice
  --learners <file>       JSON: [{ "name": "…", "phone": "…", "otpauth": "otpauth://totp/…?secret=…" }, …]
                          test learners with registered phone apps. One is enough, two allow more cases, ten are fastest
  --other-secret <secret> of another site: allows the cases about separation of sites
  --other-origin <origin> of that other site: allows more of them
  --clock <url>           of a verifier started for tests: POST {"advance": seconds} advances its clock.
                          Without it the expiry cases are skipped, and each right code may take a minute
  --checkpoint <kind>     a kind that is verified at every entry, with one check. Default: login
  --verbose               prints every request and reply of a failed case, not only the last
  --json                  prints the results as JSON
  --junit <file>          writes them as a JUnit report`;

const Otpauth = z
  .string()
  .refine((text) => text.startsWith('otpauth://totp/') && URL.canParse(text), 'must be an otpauth://totp/ address')
  .transform((text): Record<string, unknown> => Object.fromEntries(new URL(text).searchParams))
  .pipe(
    z.object({
      secret: z.string().regex(/^[A-Z2-7]+=*$/i, 'must be base32'),
      period: z.coerce.number().int().min(1).default(30), // seconds, where the address names none (Key URI format)
      digits: z.coerce.number().int().min(4).max(10).default(6),
      algorithm: z
        .string()
        .toLowerCase()
        .pipe(z.enum(['sha1', 'sha256', 'sha512']))
        .default('sha1'),
    }),
  );

const TestLearner = Learner.pick({ name: true, phone: true }).extend({
  phone: Learner.shape.phone.refine((phone) => mobileNumber(phone) !== undefined, mobileNumberHint),
  otpauth: Otpauth,
});

/** The verifier under test, and the site and learners that are registered there for tests. */
export const Settings = z.object({
  verifier: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/$/, '')),
  secret: z.string().min(1),
  otherSecret: z.string().min(1).optional(),
  otherOrigin: z.url({ protocol: /^https?$/ }).optional(),
  origins: z.array(z.url({ protocol: /^https?$/ })).min(1, 'at least one --origin is needed'),
  learners: z.array(TestLearner).min(1),
  clock: z.url().optional(),
  checkpoint: CheckpointKind.default('login'),
  verbose: z.boolean().default(false),
  json: z.boolean().default(false),
  junit: z.string().optional(),
});

export type TestLearner = z.output<typeof TestLearner>;
export type Settings = z.output<typeof Settings>;

const text = { type: 'string' } as const;
const options = {
  secret: text,
  'other-secret': text,
  'other-origin': text,
  origin: { ...text, multiple: true },
  learners: text,
  clock: text,
  checkpoint: text,
  junit: text,
  verbose: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

/** @throws Error with one line per invalid argument or entry of the learners file */
export function settingsFrom(args: string[]): Settings {
  const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
  if (values.learners === undefined) throw new Error('--learners is needed');
  const result = Settings.safeParse({
    verifier: positionals[0],
    secret: values.secret,
    otherSecret: values['other-secret'],
    otherOrigin: values['other-origin'],
    origins: values.origin ?? [],
    learners: JSON.parse(readFileSync(values.learners, 'utf8')),
    clock: values.clock,
    checkpoint: values.checkpoint,
    verbose: values.verbose,
    json: values.json,
    junit: values.junit,
  });
  if (!result.success)
    throw new Error(result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
  return result.data;
}
