import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { CheckpointKind, Learner } from 'mo-otp-gate/contract';

export const usage = `Usage: mo-otp-gate check <verifier> --secret <site secret> --origin <origin> --learners <file> [options]

  <verifier>              base address with the version in it, such as https://otp.example/v1
  --secret <secret>       of a site that is registered for tests
  --origin <origin>       one of that site's origins; twice: two of them
  --learners <file>       JSON: [{ "name": "…", "phone": "…", "otpauth": "otpauth://totp/…?secret=…" }, …]
                          test learners whose phone apps the verifier knows. One does, two try more, ten take the least time
  --other-secret <secret> of another site: tries whether sites are kept apart
  --clock <url>           of a verifier started for tests: POST {"advance": seconds} puts its clock forward.
                          Without it nothing expires here, and each code that must be right may take a minute
  --checkpoint <kind>     what the verifier asks for at every entry, with one check: default login`;

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

const TestLearner = Learner.pick({ name: true, phone: true }).extend({ otpauth: Otpauth });

/** What the checker must know of a verifier and of the site and learners registered there for tests. */
export const Settings = z.object({
  verifier: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/$/, '')),
  secret: z.string().min(1),
  otherSecret: z.string().min(1).optional(),
  origins: z.array(z.url({ protocol: /^https?$/ })).min(1, 'at least one --origin is needed'),
  learners: z.array(TestLearner).min(1),
  clock: z.url().optional(),
  checkpoint: CheckpointKind.default('login'),
});

export type TestLearner = z.output<typeof TestLearner>;
export type Settings = z.output<typeof Settings>;

const text = { type: 'string' } as const;
const options = {
  secret: text,
  'other-secret': text,
  origin: { ...text, multiple: true },
  learners: text,
  clock: text,
  checkpoint: text,
} as const;

/** @throws with a readable line for everything that is wrong in the command's arguments or in the file of learners */
export function settingsFrom(args: string[]): Settings {
  const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
  if (values.learners === undefined) throw new Error('--learners is needed');
  const result = Settings.safeParse({
    verifier: positionals[0],
    secret: values.secret,
    otherSecret: values['other-secret'],
    origins: values.origin ?? [],
    learners: JSON.parse(readFileSync(values.learners, 'utf8')),
    clock: values.clock,
    checkpoint: values.checkpoint,
  });
  if (!result.success)
    throw new Error(result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
  return result.data;
}
