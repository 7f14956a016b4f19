import { z } from 'zod';

/**
 * Work for the learner's device, done by the gate itself: find the number for which SHA-256(salt + number), in hex, is
 * `challenge` (ALTCHA's proof of work, version 1).
 */
const work = z.object({
  kind: z.literal('work'),
  algorithm: z.literal('SHA-256'),
  challenge: z.string().regex(/^[0-9a-f]{64}$/),
  salt: z.string().min(1),
  signature: z.string().min(1),
  /** The number is between 0 and this one. */
  maxNumber: z.int().min(1),
});

/** A page of the verifier with a captcha on it, shown in a frame; `height` is CSS pixels. */
const page = z.object({ kind: z.literal('page'), url: z.url(), height: z.int().min(1) });

/** How this captcha is answered. One attempt per challenge: after a wrong answer the gate requests the next one. */
export const params = z.discriminatedUnion('kind', [work, page]);

/**
 * For `work` the payload in ALTCHA's format: base64 of the JSON `{algorithm, challenge, number, salt, signature,
 * took}`. Empty for `page`: the verifier receives the answer there.
 */
export const proof = z.object({ payload: z.string().min(1).max(4096).optional() });
