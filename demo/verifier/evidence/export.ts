import { stringify } from 'csv-stringify';
import { Readable } from 'node:stream';
import type { CheckpointKind } from 'mo-otp-gate/contract';
import { checkpointCodes } from '../authorities/hrd-korea/checkpoint-codes.js';
import { koreanTime } from '../domain/korean-time.js';
import type { Entry, EvidenceLog, EvidenceQuery } from './evidence.js';
import { csvColumns } from './fields.js';
import type { EvidenceEntry } from './wire.js';

const pageSize = 500;

/** All evidence that matches a query, read page by page: a year of it need not fit into memory. */
export async function* found(log: EvidenceLog, query: EvidenceQuery): AsyncGenerator<Entry> {
  for (
    let entries = await log.entries(query, pageSize);
    entries.length > 0;
    entries = await log.entries(query, pageSize, entries.at(-1))
  )
    yield* entries;
}

/** An entry with Korean time and HRD Korea's checkpoint code. */
export function toWire({ at, site, kind, learner: _id, ...entry }: Entry): EvidenceEntry {
  const known = kind as CheckpointKind;
  return { time: koreanTime(at), at, site, ...entry, kind: known, checkpointCode: checkpointCodes[known].code };
}

/** Streams `{ "evidence": [ … ] }`. */
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

/** Columns of codes, which a spreadsheet must not compute with. */
const codes: unknown[] = csvColumns.flatMap(({ name, isCode }) => (isCode ? [name] : []));

/**
 * Texts that a spreadsheet would convert: to another number, or to a date, as `01`, `2026-1`, a number of more than 15
 * digits.
 */
const convertible = /^(?!(?:0|[1-9]\d{0,14})$)[\d.][\d\s.,:/e+-]*$/i;

/**
 * A no-break space at its end keeps a code as it is; without white space in front, a formula is recognised and escaped.
 */
const asCell = (text: string, { column }: { column?: unknown }) =>
  codes.includes(column) && convertible.test(text) ? `${text}\u00a0` : text.replace(/^\s+(?=[=+\-@])/, '');

/** Streams CSV (RFC 4180) for spreadsheets: UTF-8 with a byte order mark, formulas escaped, codes unconverted. */
export function asCsv(entries: AsyncIterable<Entry>): Readable {
  const rows = Readable.from(entries).map((entry: Entry) => toWire(entry));
  const csv = stringify({
    bom: true,
    header: true,
    columns: csvColumns.map(({ name, heading }) => ({ key: name, header: heading })),
    escape_formulas: true,
    record_delimiter: 'windows',
    cast: { string: asCell },
  });
  rows.once('error', (error: Error) => csv.destroy(error));
  return rows.pipe(csv);
}
