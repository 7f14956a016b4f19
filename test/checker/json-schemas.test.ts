/** The JSON Schema files agree with the zod contract, for whole bodies and for bodies with one altered member. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as contract from 'mo-otp-gate/contract';
import { z } from 'zod';
import { openapi } from '../../demo/verifier/http/openapi-document.js';

const { jsonSchemas } = (await import(new URL('../../.ci/json-schemas.mjs', import.meta.url).href)) as {
  jsonSchemas(from: object): Record<string, object>;
};

// dates have a pattern and a format, addresses only the format
const formats = { date: true, 'date-time': true, uri: (text: string) => URL.canParse(text) } as const;
const schemas = new Map(
  Object.entries(contract).flatMap(([name, schema]) =>
    schema instanceof z.ZodType ? [[name, schema as z.ZodType] as const] : [],
  ),
);
const ajv = () => new Ajv2020({ formats, strict: true });

const learner = { ref: 'learner-1', name: '홍길동', phone: '010-0000-1234', birthDate: '1990-02-28' };
const checkpoint = { kind: 'lesson', course: 'safety-101', class: '2026-1', number: 9, title: '9강' };
const shown = { kind: 'lesson', title: '9강', number: 9, step: { n: 1, of: 2 } };
const help = { phone: '02-000-0000', guide: 'https://help.example/guide' };

/** Whole bodies, at least one for each schema of a request or a reply. */
const bodies: [name: string, body: Record<string, unknown>][] = [
  ['ChallengeRequest', { session: 'se_1', method: 'motp' }],
  [
    'ChallengeReply',
    {
      status: 'challenge',
      id: 'ch_1',
      method: 'motp',
      params: { digits: 6, period: 60 },
      offers: ['motp'],
      checkpoint: shown,
      learner: { name: '홍길동' },
      attemptsLeft: 5,
      expiresIn: 300,
      time: 1_772_420_410_000,
      help,
    },
  ],
  ['ChallengeReply', { status: 'locked', unlock: ['phone'], learner: {}, help }],
  ['VerifyRequest', { challenge: 'ch_1', attempt: 'attempt-1', proof: { code: '123456' } }],
  ['Verdict', { status: 'verified', token: 'a.b.c', method: 'motp', expiresIn: 300 }],
  ['Verdict', { status: 'rejected', reason: 'wrong-code', attemptsLeft: 4 }],
  ['Verdict', { status: 'pending', retryIn: 2 }],
  ['Verdict', { status: 'unlocked' }],
  ['Verdict', { status: 'locked', unlock: ['phone', 'ipin'] }],
  ['SessionRequest', { learner, checkpoint, origin: 'https://site.example' }],
  ['SessionReply', { required: true, session: 'se_1', expiresIn: 900 }],
  [
    'SessionReply',
    {
      required: true,
      session: 'se_1',
      expiresIn: 900,
      preview: { method: 'motp', params: { digits: 6, period: 60 }, offers: ['motp'], checkpoint: shown, help },
    },
  ],
  ['SessionReply', { required: false, reason: 'not-due' }],
  ['SessionRequest', { learner, checkpoint, dry: true }],
  ['DryReply', { required: true }],
  ['DryReply', { required: false, reason: 'not-due' }],
  ['SiteverifyRequest', { token: 'a.b.c' }],
  [
    'SiteverifyReply',
    {
      success: true,
      learner,
      checkpoint,
      method: 'motp',
      verifiedAt: '2026-03-02T12:00:10+09:00',
      origin: 'https://site.example',
      grant: { scope: 'day', expiresIn: 3600 },
    },
  ],
  ['SiteverifyReply', { success: false, error: 'used' }],
  ['Problem', { title: 'The body is larger than 16 KB', status: 413, code: 'too-large' }],
];

const odd = [undefined, null, true, -1, 0, 1.5, '', 'odd', 'x'.repeat(9000), '2026-02-30', [], [7], {}, { odd: 'one' }];

/** The body, the body with an unknown member, and the body with each member, at any depth, dropped or replaced. */
function* variants(body: Record<string, unknown>): Generator<Record<string, unknown>> {
  yield body;
  yield { ...body, unknown: 'member' };
  for (const [name, value] of Object.entries(body)) {
    for (const other of odd) yield JSON.parse(JSON.stringify({ ...body, [name]: other })) as Record<string, unknown>;
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      for (const inner of variants(value as Record<string, unknown>)) yield { ...body, [name]: inner };
  }
}

for (const [source, validator] of [
  ['the files of the package', (name: string) => ajv().compile(jsonSchemas(contract)[name]!)],
  [
    'the OpenAPI document',
    (name: string) =>
      ajv()
        .addSchema({ $id: 'openapi', ...openapi('/v1') }, 'openapi')
        .addVocabulary(['openapi', 'info', 'servers', 'paths', 'components'])
        .compile({ $ref: `openapi#/components/schemas/${name}` }),
  ],
] as const)
  test(`${source} accept and refuse the same bodies as the contract`, () => {
    const seen = { accepted: 0, refused: 0 };
    for (const [name, whole] of bodies) {
      const validate = validator(name);
      for (const body of variants(whole)) {
        const { success } = schemas.get(name)!.safeParse(body);
        assert.equal(validate(body), success, `${name} ${JSON.stringify(body).slice(0, 300)}`);
        seen[success ? 'accepted' : 'refused']++;
      }
    }
    assert(seen.accepted > 100 && seen.refused > 500, JSON.stringify(seen));
  });

test('every schema of the contract has a file, in the draft that it names', () => {
  const files = jsonSchemas(contract);
  assert.deepEqual(Object.keys(files), [...schemas.keys()]);
  for (const [name, file] of Object.entries(files))
    assert.deepEqual({ ...file, title: name, $schema: 'https://json-schema.org/draft/2020-12/schema' }, file);
});
