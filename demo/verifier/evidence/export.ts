import { stringify } from 'csv-stringify';
import { Readable } from 'node:stream';
import type { CheckpointKind } from 'mo-otp-gate/contract';
import { checkpointCodes } from '../authorities/hrd-korea/checkpoint-codes.js';
import { koreanTime } from '../domain/korean-time.js';
import type { Entry, EvidenceLog, EvidenceQuery } from './evidence.js';
import type { EvidenceEntry } from './wire.js';

const page = 500;

/** All evidence that a query finds, read page by page: a year of it need not fit into memory. */
export async function* found(log: EvidenceLog, query: EvidenceQuery): AsyncGenerator<Entry> {
  for (
    let entries = await log.evidence(query, page);
    entries.length > 0;
    entries = await log.evidence(query, page, entries.at(-1))
  )
    yield* entries;
}

/** An entry as an inspector reads it: Korean time, HRD Korea's checkpoint code. */
function toWire({ at, site, kind, ...entry }: Entry): EvidenceEntry {
  const known = kind as CheckpointKind;
  return { time: koreanTime(at), site, ...entry, kind: known, checkpointCode: checkpointCodes[known].code };
}

/** `{ "evidence": [ … ] }`, written while it is read. */
export function asJson(entries: AsyncIterable<Entry>): Readable {
  return Readable.from(
    (async function* () {
      yield '{"evidence":[';
      let comma = '';
      for await (const entry of entries) {
        yield comma + JSON.stringify(toWire(entry));
        comma = ',';
      }
      yield ']}';
    })(),
    { objectMode: false },
  );
}

const columns = {
  time: '시각(한국)',
  ref: '학습자',
  course: '과정',
  class: '기수',
  checkpointCode: '구분 코드',
  kind: '구분',
  number: '차시',
  method: '인증 수단',
  status: '결과',
  reason: '사유',
  upstream: '기관 응답',
  transaction: '거래 번호',
  ip: 'IP',
  userAgent: '브라우저',
  attemptNumber: '시도',
  entry: '순번',
  hash: '해시',
} satisfies Partial<Record<keyof EvidenceEntry, string>>;

/** Codes, which a spreadsheet must not compute with. */
const codes: unknown[] = ['ref', 'course', 'class', 'checkpointCode', 'transaction'] satisfies (keyof typeof columns)[];

/** What it would take for a number that it writes otherwise, or for a date: `01`, `2026-1`, a number of more than 15 digits. */
const convertible = /^(?!(?:0|[1-9]\d{0,14})$)[\d.][\d\s.,:/e+-]*$/i;

/** As a spreadsheet is to read it: a no-break space behind it keeps a code as it is, white space before a formula does not hide it. */
const asCell = (text: string, { column }: { column?: unknown }) =>
  codes.includes(column) && convertible.test(text) ? `${text}\u00a0` : text.replace(/^\s+(?=[=+\-@])/, '');

/** CSV (RFC 4180) that spreadsheets open right: UTF-8 with a byte order mark, no cell that one could take for a formula, and codes as they are. */
export function asCsv(entries: AsyncIterable<Entry>): Readable {
  const rows = Readable.from(entries).map((entry: Entry) => toWire(entry));
  const csv = stringify({
    bom: true,
    header: true,
    columns,
    escape_formulas: true,
    record_delimiter: 'windows',
    cast: { string: asCell },
  });
  rows.once('error', (error: Error) => csv.destroy(error));
  return rows.pipe(csv);
}
