/** The wire of `GET /evidence`, for a site's server. A date is a whole day in Korea. */
import { z } from 'zod';
import { koreanDayEnd, koreanMidnight } from '../domain/korean-time.js';
import { derivedFields, fields } from './fields.js';

const Moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** The filters in the query string. */
export const EvidenceFilters = z.object({
  learner: z.string().min(1).max(128).optional().describe('The site’s own id of its learner'),
  course: z.string().min(1).max(150).optional().describe('The site’s own code of the course'),
  from: z
    .union([z.iso.date().transform(koreanMidnight), Moment])
    .optional()
    .describe('A moment, or a day in Korea from its beginning'),
  to: z
    .union([z.iso.date().transform(koreanDayEnd), Moment])
    .optional()
    .describe('A moment (exclusive), or a day in Korea to its end'),
  restricted: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .optional()
    .describe('Why evidence is read that is restricted since its learner asked for erasure; recorded'),
  format: z.enum(['json', 'csv']).optional().describe('Without it, CSV where `Accept` asks for text/csv, else JSON'),
});

type Fields = typeof fields & typeof derivedFields;
type WireShape = {
  [Name in keyof Fields as Fields[Name] extends { wire: z.ZodType } ? Name : never]: Fields[Name] extends {
    wire: infer Schema;
  }
    ? Schema
    : never;
};

const shape = Object.fromEntries(
  Object.entries({ ...derivedFields, ...fields }).flatMap(([name, field]) =>
    'wire' in field ? [[name, field.wire]] : [],
  ),
) as WireShape;

/** An attempt and its verdict. */
export const EvidenceEntry = z.object(shape);

export const EvidenceReply = z.object({ evidence: z.array(EvidenceEntry) });

/** A reply that was saved by any version. Entries without a version are of version 1, which had fewer members. */
export const EvidenceDownload = z.object({
  evidence: z.array(
    EvidenceEntry.partial({ at: true, salt: true, commitment: true }).extend({
      version: EvidenceEntry.shape.version.default(1),
    }),
  ),
});

export type EvidenceEntry = z.infer<typeof EvidenceEntry>;
export type EvidenceReply = z.infer<typeof EvidenceReply>;
export type EvidenceDownload = z.infer<typeof EvidenceDownload>;
