import { randomBytes } from 'node:crypto';
import { z } from 'zod';

/** A new request number: 128 random bits as 32 hex digits, which fits the providers' fields. */
export const newRequestNumber = (): string => randomBytes(16).toString('hex');

/** The parameters of an address with a request number in it. */
export const RequestNumber = z.object({ number: z.string().regex(/^[0-9a-f]{32}$/) });
