import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

/** The encodings, the best first. */
const compressors = {
  br: promisify<string, Buffer>(brotliCompress),
  gzip: promisify<string, Buffer>(gzip),
};
type Encoding = keyof typeof compressors;

/** A text as it is sent; without `encoding` as it is. */
export interface Encoded {
  encoding?: Encoding;
  body: Buffer | string;
}

/** Whether `Accept-Encoding` names an encoding and does not exclude it by a weight of 0 (RFC 9110, section 12.5.3). */
const accepts = (header: string, encoding: string) =>
  header.split(',').some((one) => {
    const [name, weight = ''] = one.split(';').map((part) => part.trim().toLowerCase());
    return name === encoding && !/^q=0(\.0*)?$/.test(weight);
  });

/** Encodes a text for a value of `Accept-Encoding`; each encoding is made once, when it is first asked for. */
export function compressed(text: string): (accepted: string | undefined) => Promise<Encoded> {
  const made = new Map<Encoding, Promise<Buffer>>();
  return async (accepted = '') => {
    const encoding = (Object.keys(compressors) as Encoding[]).find((one) => accepts(accepted, one));
    if (!encoding) return { body: text };
    if (!made.has(encoding)) made.set(encoding, compressors[encoding](text));
    return { encoding, body: await made.get(encoding)! };
  };
}
