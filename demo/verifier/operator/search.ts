import { z } from 'zod';
import type { EvidenceQuery } from '../evidence/evidence.js';
import { dayText, koreanDayEnd, koreanDayNumber, koreanMidnight } from '../domain/korean-time.js';

/** `YYYY-MM-DD`, or nothing. */
const Day = z.literal('').or(z.iso.date()).default('');

/** An operator's search. An empty text matches all; `page` counts from 1. */
export const Search = z
  .object({
    learner: z.string().trim().max(128).default(''),
    course: z.string().trim().max(150).default(''),
    from: Day,
    to: Day,
    page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  })
  .refine(({ from, to }) => from === '' || to === '' || from <= to);

export type Search = z.output<typeof Search>;

/** The last thirty days in Korea. */
export const lastDays = (now: number): Search => ({
  learner: '',
  course: '',
  from: dayText(koreanDayNumber(now) - 29),
  to: dayText(koreanDayNumber(now)),
  page: 1,
});

export const asQuery = (site: string, { learner, course, from, to }: Search): EvidenceQuery => ({
  site,
  learner: learner || undefined,
  course: course || undefined,
  from: from ? koreanMidnight(from) : undefined,
  to: to ? koreanDayEnd(to) : undefined,
});
