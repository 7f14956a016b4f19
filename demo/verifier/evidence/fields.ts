/**
 * The fields of evidence: one ordered list, from which the hash, the table, the CSV and the wire are derived. The order
 * is that of the hash and never changes: a new field goes to the end, with a new format version.
 */
import { z } from 'zod';
import { CheckpointKind } from 'mo-otp-gate/contract';
import type { Entry } from './evidence.js';

/** The format version of evidence that is written now. */
export const formatVersion = 1;

interface Field {
  /** Its column in the table `evidence`, and the column's type. */
  column: string;
  type: 'TEXT' | 'INTEGER' | 'BIGINT';
  /** The first format version whose hash covers it. */
  hashedSince?: number;
}

/** A member of `GET /evidence`, and its column in the CSV: `place` orders the columns there. */
interface Published {
  wire: z.ZodType;
  csv?: { place: number; heading: string; isCode?: true };
}

/** A field that the hash has covered since version 1. */
const hashed = <P extends Partial<Published>>(column: string, type: Field['type'], published: P = {} as P) => ({
  column,
  type,
  hashedSince: 1,
  ...published,
});

export const fields = {
  previous: hashed('previous', 'TEXT', {
    wire: z.string().describe('The hash of the entry before, empty for the first'),
  }),
  site: hashed('site', 'TEXT', { wire: z.string() }),
  ref: hashed('ref', 'TEXT', {
    wire: z.string().describe('The site’s own id of its learner'),
    csv: { place: 2, heading: '학습자', isCode: true },
  }),
  entry: hashed('entry', 'INTEGER', {
    wire: z.int().min(1).describe('Its number among the learner’s entries, from 1'),
    csv: { place: 16, heading: '순번' },
  }),
  at: hashed('at', 'BIGINT'),
  course: hashed('course', 'TEXT', { wire: z.string(), csv: { place: 3, heading: '과정', isCode: true } }),
  class: hashed('class', 'TEXT', { wire: z.string(), csv: { place: 4, heading: '기수', isCode: true } }),
  kind: hashed('kind', 'TEXT', { wire: CheckpointKind, csv: { place: 6, heading: '구분' } }),
  number: hashed('number', 'INTEGER', { wire: z.int().min(0).nullable(), csv: { place: 7, heading: '차시' } }),
  method: hashed('method', 'TEXT', { wire: z.string(), csv: { place: 8, heading: '인증 수단' } }),
  attemptNumber: hashed('attempt_number', 'INTEGER', {
    wire: z.int().min(1).describe('Its number within the session, from 1'),
    csv: { place: 15, heading: '시도' },
  }),
  status: hashed('status', 'TEXT', { wire: z.string(), csv: { place: 9, heading: '결과' } }),
  reason: hashed('reason', 'TEXT', { wire: z.string().nullable(), csv: { place: 10, heading: '사유' } }),
  upstream: hashed('upstream', 'TEXT', {
    wire: z.string().nullable().describe('The result code of an authority upstream'),
    csv: { place: 11, heading: '기관 응답' },
  }),
  transaction: hashed('transaction_id', 'TEXT', {
    wire: z.string().nullable().describe('An identity provider’s own number of its check'),
    csv: { place: 12, heading: '거래 번호', isCode: true },
  }),
  ip: hashed('ip', 'TEXT', { wire: z.string(), csv: { place: 13, heading: 'IP' } }),
  userAgent: hashed('user_agent', 'TEXT', { wire: z.string().nullable(), csv: { place: 14, heading: '브라우저' } }),
  hash: { column: 'hash', type: 'TEXT', wire: z.string(), csv: { place: 17, heading: '해시' } },
  version: {
    column: 'version',
    type: 'INTEGER',
    wire: z.int().min(1).describe('The version of the format: which fields the hash covers'),
  },
} satisfies Record<keyof Entry, Field & Partial<Published>>;

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

const all: readonly [name: keyof Entry, Field & Partial<Published>][] = Object.entries(fields) as never;

/** The names of all fields in their order. */
export const fieldNames = all.map(([name]) => name);

/** The fields that the hash of a format version covers, in their order. */
export const hashedFields = (version: number): (keyof Entry)[] =>
  all.filter(([, { hashedSince = Infinity }]) => hashedSince <= version).map(([name]) => name);

/** The columns of the table with their types, as in `site TEXT, ref TEXT`. */
export const typedColumns = all.map(([, { column, type }]) => `${column} ${type}`).join(', ');

/** The columns of the table under the names of the fields. */
export const selectedColumns = all.map(([name, { column }]) => `${column} AS "${name}"`).join(', ');

/** The columns of the CSV in their order, by the member of the wire that each shows. */
export const csvColumns = (
  Object.entries({ ...fields, ...derivedFields }) as unknown as [name: string, Partial<Published>][]
)
  .flatMap(([name, { csv }]) => (csv ? [{ name, ...csv }] : []))
  .sort((a, b) => a.place - b.place);
