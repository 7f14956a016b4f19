/**
 * The fields of evidence: one ordered list, from which the record, the CSV and the wire are derived. The order is that
 * of the record and never changes: a new field goes to the end, with a new format version.
 */
import { z } from 'zod';
import { CheckpointKind } from 'mo-otp-gate/contract';
import type { Entry, Evidence } from './evidence.js';

/** The format version of evidence that is written now. */
export const formatVersion = 2;

/** A member of `GET /evidence`, and its column in the CSV: `place` orders the columns there. */
interface Published {
  wire: z.ZodType;
  csv?: { place: number; heading: string; isCode?: true };
}

interface Field extends Partial<Published> {
  /** The first format version whose record covers it. */
  since?: number;
}

/** A field that the record has covered since version 1. */
const recorded = <P extends Partial<Published>>(published: P = {} as P) => ({ since: 1, ...published });

export const fields = {
  site: recorded({ wire: z.string() }),
  ref: recorded({
    wire: z.string().describe('The site’s own id of its learner'),
    csv: { place: 2, heading: '학습자', isCode: true },
  }),
  entry: recorded({
    wire: z.int().min(1).describe('Its number among the learner’s entries, from 1'),
    csv: { place: 16, heading: '순번' },
  }),
  at: recorded({ wire: z.int().describe('The time in milliseconds since 1970') }),
  course: recorded({ wire: z.string(), csv: { place: 3, heading: '과정', isCode: true } }),
  class: recorded({ wire: z.string(), csv: { place: 4, heading: '기수', isCode: true } }),
  kind: recorded({ wire: CheckpointKind, csv: { place: 6, heading: '구분' } }),
  number: recorded({ wire: z.int().min(0).nullable(), csv: { place: 7, heading: '차시' } }),
  method: recorded({ wire: z.string(), csv: { place: 8, heading: '인증 수단' } }),
  attemptNumber: recorded({
    wire: z.int().min(1).describe('Its number within the session, from 1'),
    csv: { place: 15, heading: '시도' },
  }),
  status: recorded({ wire: z.string(), csv: { place: 9, heading: '결과' } }),
  reason: recorded({ wire: z.string().nullable(), csv: { place: 10, heading: '사유' } }),
  upstream: recorded({
    wire: z.string().nullable().describe('The result code of an authority upstream'),
    csv: { place: 11, heading: '기관 응답' },
  }),
  transaction: recorded({
    wire: z.string().nullable().describe('An identity provider’s own number of its check'),
    csv: { place: 12, heading: '거래 번호', isCode: true },
  }),
  ip: recorded({ wire: z.string(), csv: { place: 13, heading: 'IP' } }),
  userAgent: recorded({ wire: z.string().nullable(), csv: { place: 14, heading: '브라우저' } }),
  salt: { wire: z.string().describe('The salt of the commitment, as hex') },
  commitment: { wire: z.string().describe('SHA-256(0x00 || salt || record), see the documentation of evidence') },
  previous: { wire: z.string().describe('The hash of the entry before, empty for the first') },
  hash: { wire: z.string(), csv: { place: 17, heading: '해시' } },
  version: { wire: z.int().min(1).describe('The version of the format: which fields the record has') },
} satisfies Record<Exclude<keyof Entry, 'learner'>, Field>;

/** Members of the wire that are computed from a field: Korean time from `at`, HRD Korea's code from `kind`. */
export const derivedFields = {
  time: {
    wire: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/)
      .describe('Korean time'),
    csv: { place: 1, heading: '시각(한국)' },
  },
  checkpointCode: {
    wire: z
      .string()
      .regex(/^\d\d$/)
      .describe('HRD Korea’s code of the checkpoint (EVAL_CD)'),
    csv: { place: 5, heading: '구분 코드', isCode: true },
  },
} satisfies Record<string, Published>;

const all = Object.entries(fields) as [name: keyof typeof fields, Field][];

type RecordedField = keyof Evidence | 'entry';

/** The fields of the canonical record of a format version, in their order. */
export const recordedFields = (version: number): RecordedField[] =>
  all.filter(([, { since = Infinity }]) => since <= version).map(([name]) => name as RecordedField);

/** The fields that the hash of format version 1 covers, in their order. */
export const hashedFields: readonly (RecordedField | 'previous')[] = ['previous', ...recordedFields(1)];

/** The columns of the CSV in their order, by the member of the wire that each shows. */
export const csvColumns = (
  Object.entries({ ...fields, ...derivedFields }) as unknown as [name: string, Partial<Published>][]
)
  .flatMap(([name, { csv }]) => (csv ? [{ name, ...csv }] : []))
  .sort((a, b) => a.place - b.place);
