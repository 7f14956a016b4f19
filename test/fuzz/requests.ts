/** Malformed requests, derived from recorded ones. */
import fc from 'fast-check';
import type { RawRequest } from './send-raw.js';
import type { Address } from './fuzzed-verifier.js';

const oddValues = fc.constantFrom<unknown>(
  null,
  true,
  false,
  0,
  -1,
  1e308,
  2 ** 53,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e',
  '홍길동',
  'x'.repeat(600),
  '가'.repeat(5000),
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  "' OR 1=1 --",
  '<script>alert(1)</script>',
  '${7*7}',
  '{{7*7}}',
  '=1+1',
  'http://127.0.0.1/',
  'javascript:alert(1)',
  '2026-02-30',
  '9999-12-31T23:59:59+09:00',
  '١٢٣٤٥٦',
  [],
  {},
  [[[]]],
  { constructor: { prototype: {} } },
  { toString: 1 },
  { length: 1e9 },
);
const value = fc.oneof({ arbitrary: oddValues, weight: 4 }, { arbitrary: fc.jsonValue(), weight: 1 });

/** One member, at any depth, is replaced, removed or duplicated. */
const mutated = (body: unknown): fc.Arbitrary<string> =>
  fc
    .record({ at: fc.nat(), value, how: fc.constantFrom('other', 'gone', 'twice', 'proto') })
    .map(({ at, value: other, how }) => {
      const text = JSON.stringify(body) ?? 'null';
      const members = placesIn(body);
      const place = members[at % (members.length || 1)];
      if (!place) return JSON.stringify(other);
      if (how === 'twice') return text.replace(/^\{/, `{${JSON.stringify(place.at(-1))}:${JSON.stringify(other)},`);
      if (how === 'proto') return text.replace(/^\{/, `{"__proto__":${JSON.stringify(other)},`);
      const copy = structuredClone(body) as Record<string, unknown>;
      const parent = place
        .slice(0, -1)
        .reduce<Record<string, unknown>>((one, name) => one[name] as Record<string, unknown>, copy);
      if (how === 'gone') delete parent[place.at(-1)!];
      else parent[place.at(-1)!] = other;
      return JSON.stringify(copy);
    });

const placesIn = (body: unknown, above: string[] = []): string[][] =>
  body !== null && typeof body === 'object'
    ? Object.entries(body).flatMap(([name, inner]) => [[...above, name], ...placesIn(inner, [...above, name])])
    : [];

const utf8 = (text: fc.Arbitrary<string>) => text.map((one) => Buffer.from(one));
const bodies = (example: unknown): fc.Arbitrary<Buffer> =>
  fc.oneof(
    { weight: 8, arbitrary: utf8(mutated(example)) },
    { weight: 2, arbitrary: utf8(fc.json({ maxDepth: 4 })) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
    // truncated, in another encoding, with a byte order mark, with invalid UTF-8
    { weight: 2, arbitrary: fc.nat(40).map((cut) => Buffer.from(JSON.stringify(example) ?? '').subarray(0, cut)) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom<BufferEncoding>('utf16le', 'latin1')
        .map((encoding) => Buffer.from(JSON.stringify(example) ?? '{}', encoding)),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom([0xef, 0xbb, 0xbf], [0xff, 0xfe], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5])
        .map((mark) => Buffer.concat([Buffer.from(mark), Buffer.from(JSON.stringify(example) ?? '{}')])),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('[', '{"a":', '{"proof":[', '"\\u')
        .map((opening) => Buffer.from(opening.repeat(16_000 / opening.length))),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(17_000, 200_000)
        .map((size) => Buffer.from(JSON.stringify({ session: 'x'.repeat(size) }))),
    },
    { weight: 1, arbitrary: fc.constant(Buffer.from('{"challenge":' + '9'.repeat(9000) + '}')) },
    {
      weight: 1,
      arbitrary: fc
        .dictionary(fc.string(), fc.string())
        .map((fields) => Buffer.from(new URLSearchParams(fields).toString())),
    },
  );

const part = fc.oneof(
  fc.constantFrom(
    '',
    'x',
    '%00',
    '%ff',
    '%F0%9F',
    '..%2f..%2fetc',
    '__proto__',
    'constructor',
    '0'.repeat(32),
    'f'.repeat(32),
    'x'.repeat(4000),
    '%EA%B0%80',
    ';',
    ',',
    '*',
    ':ticket',
    '-1',
  ),
  fc.string({ maxLength: 40 }).map((text) => encodeURIComponent(text.replace(/[\ud800-\udfff]/g, ''))),
);
const query = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  {
    weight: 1,
    arbitrary: fc
      .array(
        fc.tuple(fc.constantFrom('return', 'learner', 'course', 'from', 'to', 'format', '__proto__', 'a[b]', ''), part),
        { maxLength: 4 },
      )
      .map((pairs) => `?${pairs.map((pair) => pair.join('=')).join('&')}`),
  },
);
const contentTypes = fc.oneof(
  { weight: 6, arbitrary: fc.constant('application/json') },
  { weight: 2, arbitrary: fc.constant('application/x-www-form-urlencoded') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'application/json; charset=utf-16',
      'text/plain',
      'multipart/form-data; boundary=x',
      'APPLICATION/JSON;;',
      'nonsense',
      '',
      'application/json, text/html',
      '*/*',
    ),
  },
);
const more = fc.oneof(
  { weight: 5, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Record<string, string>>(
      { 'content-encoding': 'gzip' },
      { origin: 'null' },
      { origin: 'http://site.test' },
      { origin: 'http://phone.test' },
      { origin: '\u00ff' },
      { accept: 'text/csv' },
      { 'accept-language': 'x'.repeat(3000) },
      { cookie: 'a=%; =; __Host-x=1; b="' },
      { 'x-forwarded-for': '1.2.3.4, x' },
      { 'sec-fetch-site': 'cross-site' },
      { 'user-agent': '\u00e9'.repeat(2000) },
      { authorization: 'Bearer ' },
      { authorization: `Basic ${'x'.repeat(3000)}` },
    ),
  },
);

/** Recorded traffic: accepted bodies, names in current paths, and the site's secret. */
export interface Recorded {
  examples: unknown[];
  names: string[];
  secret: string;
}

/** Requests to one route. */
export const rawRequests = (
  { method, url }: Address,
  { examples, names, secret }: Recorded,
): fc.Arbitrary<RawRequest> =>
  fc.record({
    method: fc.constant(method),
    path: fc
      .tuple(fc.infiniteStream(names.length > 0 ? fc.oneof(part, fc.constantFrom(...names)) : part), query)
      .map(([parts, queryString]) => url.replace(/:\w+|\*/g, () => parts.next().value) + queryString),
    headers: fc.record({ type: contentTypes, more, knows: fc.boolean() }).map(({ type, more: others, knows }) => ({
      'content-type': type,
      ...(knows && { authorization: `Bearer ${secret}` }),
      ...others,
    })),
    body: ['GET', 'HEAD'].includes(method)
      ? fc.constant(Buffer.alloc(0))
      : fc.constantFrom(...(examples.length > 0 ? examples : [{}])).chain(bodies),
  });
