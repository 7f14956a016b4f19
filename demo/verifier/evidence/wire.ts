/** What a site's server asks of `GET /evidence` and is answered. A date is a whole day in Korea. */
import { z } from 'zod';
import { CheckpointKind } from 'mo-otp-gate/contract';
import { koreanMidnight } from '../domain/korean-time.js';

const day = 86_400_000;
const Moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** The filters, as they stand in the address. */
export const EvidenceFilters = z.object({
  learner: z.string().min(1).max(128).optional().describe('The site’s own id of its learner'),
  course: z.string().min(1).max(150).optional().describe('The site’s own code of the course'),
  from: z
    .union([z.iso.date().transform(koreanMidnight), Moment])
    .optional()
    .describe('A moment, or a day in Korea from its beginning'),
  to: z
    .union([z.iso.date().transform((text) => koreanMidnight(text) + day), Moment])
    .optional()
    .describe('A moment (exclusive), or a day in Korea to its end'),
  format: z.enum(['json', 'csv']).optional().describe('Without it, CSV where `Accept` asks for text/csv, else JSON'),
});

/** An attempt and its verdict. */
export const EvidenceEntry = z.object({
  time: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/)
    .describe('Korean time'),
  site: z.string(),
  ref: z.string().describe('The site’s own id of its learner'),
  entry: z.int().min(1).describe('Its number among the learner’s entries, from 1'),
  course: z.string(),
  class: z.string(),
  checkpointCode: z
    .string()
    .regex(/^\d\d$/)
    .describe('HRD Korea’s code of the checkpoint (EVAL_CD)'),
  kind: CheckpointKind,
  number: z.int().min(0).nullable(),
  method: z.string(),
  attemptNumber: z.int().min(1).describe('Its number within the session, from 1'),
  status: z.string(),
  reason: z.string().nullable(),
  upstream: z.string().nullable().describe('An outside authority’s answer code'),
  transaction: z.string().nullable().describe('An identity provider’s own number of its check'),
  ip: z.string(),
  userAgent: z.string().nullable(),
  previous: z.string().describe('The hash of the entry before, empty for the first'),
  hash: z.string(),
});

export const EvidenceReply = z.object({ evidence: z.array(EvidenceEntry) });

export type EvidenceEntry = z.infer<typeof EvidenceEntry>;
export type EvidenceReply = z.infer<typeof EvidenceReply>;
