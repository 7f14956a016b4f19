/**
 * What the phone app and our own registry say to each other: JSON over POST below the verifier's base address.
 * `expiresIn` is seconds, `time` the verifier's clock in epoch milliseconds, by which an app on a phone with a wrong clock finds the right step.
 */
import { z } from 'zod';

/** `POST /devices/codes`: send a text message with six digits to this number. */
export const CodeRequest = z.object({ name: z.string().trim().min(1).max(100), phone: z.string().min(1).max(32) });
export const CodeReply = z.object({
  status: z.literal('sent'),
  registration: z.string(),
  expiresIn: z.number().positive(),
});

/** `POST /devices`: the code of the message. */
export const RegisterRequest = z.object({ registration: z.string().min(1).max(64), code: z.string().regex(/^\d{6}$/) });
export const RegisterReply = z.discriminatedUnion('status', [
  /** The key of the app, given once. A phone number that is registered again takes its earlier device out. */
  z.object({
    status: z.literal('registered'),
    device: z.string(),
    otpauth: z.string().startsWith('otpauth://totp/'),
    time: z.number(),
  }),
  z.object({ status: z.literal('rejected'), attemptsLeft: z.int().min(0) }),
  /** Too late, too many tries, used before, or never sent. */
  z.object({ status: z.literal('expired') }),
]);

/** `POST /devices/unlock`: a proof that the app was opened with the right PIN. Repeating the last `attempt` counts nothing twice. */
export const UnlockRequest = z.object({
  device: z.string().min(1).max(64),
  /** Random, made by the app. */
  attempt: z.string().min(16).max(128),
  /** HMAC-SHA-256 as lower-case hex; the key is the TOTP secret's raw bytes, the message is `unlockMessage(attempt)`. */
  proof: z.string().regex(/^[0-9a-f]{64}$/),
});
export const UnlockReply = z.discriminatedUnion('status', [
  z.object({ status: z.literal('unlocked'), time: z.number() }),
  z.object({ status: z.literal('rejected'), attemptsLeft: z.int().min(0) }),
  /** For good: the way out is to register again. */
  z.object({ status: z.literal('locked') }),
  /** The phone number has another device by now. */
  z.object({ status: z.literal('replaced') }),
]);

/** What an app signs to prove its PIN. */
export const unlockMessage = (attempt: string): string => `mo-otp-gate unlock ${attempt}`;

export type CodeReply = z.infer<typeof CodeReply>;
export type RegisterReply = z.infer<typeof RegisterReply>;
export type UnlockReply = z.infer<typeof UnlockReply>;
