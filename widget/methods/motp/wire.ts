import { z } from 'zod';

/**
 * The phone app's code: how many digits it has, how long one is valid in seconds (RFC 6238 §4), and where a learner
 * without the app can get it. `clock` is how a phone's clock has to be set for its codes to match.
 */
export const params = z.object({
  digits: z.int().min(4).max(10),
  period: z.int().min(1),
  clock: z.enum(['automatic', 'korean']).optional(),
  apps: z.object({ android: z.url().optional(), ios: z.url().optional(), web: z.url().optional() }).optional(),
});

/** The code as typed: ASCII digits only, leading zeros kept. */
export const proof = z.object({ code: z.string().regex(/^\d{4,10}$/) });
