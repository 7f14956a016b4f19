import * as contract from 'mo-otp-gate/contract';
import { problems, type ProblemCode } from 'mo-otp-gate/contract';
import { z } from 'zod';
import { EvidenceEntry, EvidenceFilters, EvidenceReply } from '../evidence/wire.js';

interface Call {
  summary: string;
  /** Names of schemas of the contract. */
  asks: keyof typeof contract;
  answers: keyof typeof contract;
  /** The reply to a request with `dry: true`. */
  answersDry?: keyof typeof contract;
  refuses: ProblemCode[];
  /** Whether only sites' servers may call it. */
  site: boolean;
}

const calls: Record<string, Call> = {
  '/challenge': {
    summary: 'A learner’s page requests a challenge',
    asks: 'ChallengeRequest',
    answers: 'ChallengeReply',
    refuses: ['unknown-session', 'forbidden-origin', 'unsupported-method'],
    site: false,
  },
  '/verify': {
    summary: 'A learner’s page answers a challenge',
    asks: 'VerifyRequest',
    answers: 'Verdict',
    refuses: ['forbidden-origin', 'unknown-challenge'],
    site: false,
  },
  '/sessions': {
    summary: 'A site’s server names the checkpoint that a learner is about to enter',
    asks: 'SessionRequest',
    answers: 'SessionReply',
    answersDry: 'DryReply',
    refuses: ['unknown-session', 'forbidden-origin'],
    site: true,
  },
  '/siteverify': {
    summary: 'A site’s server redeems a token, once',
    asks: 'SiteverifyRequest',
    answers: 'SiteverifyReply',
    refuses: ['unknown-session'],
    site: true,
  },
};

/** All schemas by name: the contract's and this verifier's additions. */
const named = { ...contract, EvidenceEntry, EvidenceReply };

const anywhere: ProblemCode[] = ['bad-request', 'too-large', 'too-many-requests', 'internal', 'maintenance'];

/**
 * The contract as an OpenAPI 3.1 document; `server` is the base address, or its path when the document is served beside
 * it.
 */
export function openapi(server: string): object {
  return {
    openapi: '3.1.1',
    info: {
      title: 'mo-otp-gate verifier',
      version: '1',
      description:
        'Outcomes for learners are a 200 with a status; all others are problems (RFC 9457). Durations are seconds.',
    },
    servers: [{ url: server }],
    paths: {
      ...Object.fromEntries(Object.entries(calls).map(([path, call]) => [path, { post: operation(path, call) }])),
      '/verify': { get: earlyPreflight(), post: operation('/verify', calls['/verify']!) },
      '/evidence': { get: evidence() },
      '/.well-known/jwks.json': {
        get: {
          operationId: 'jwks',
          summary: 'The public keys of tokens (RFC 7517)',
          responses: {
            200: { description: 'A key set', content: { 'application/jwk-set+json': { schema: { type: 'object' } } } },
          },
        },
      },
    },
    components: {
      schemas: schemas(),
      securitySchemes: {
        site: { type: 'http', scheme: 'bearer', description: 'A secret of the site; never sent from a browser' },
      },
    },
  };
}

const ref = (name: string) => `#/components/schemas/${name}`;
const content = (type: string, name: string) => ({ [type]: { schema: { $ref: ref(name) } } });

const forSites = { security: [{ site: [] }] };

function operation(path: string, { summary, asks, answers, answersDry, refuses, site }: Call) {
  const schema = answersDry
    ? { anyOf: [answers, answersDry].map((name) => ({ $ref: ref(name) })) }
    : { $ref: ref(answers) };
  return {
    operationId: path.slice(1),
    summary,
    ...(site && forSites),
    requestBody: { required: true, content: content('application/json', asks) },
    responses: {
      200: { description: answers, content: { 'application/json': { schema } } },
      ...refusals([...refuses, ...anywhere]),
    },
  };
}

/** A page sends it with the header of `POST /verify`, so that the browser caches the preflight. */
const earlyPreflight = () => ({
  operationId: 'preflight',
  summary: 'Answers nothing; sent with Content-Type: application/json, it makes the preflight of POST early',
  responses: { 204: { description: 'No content' }, ...refusals(['bad-request']) },
});

/** `GET /evidence`, with its filters in the query string. */
function evidence() {
  const { properties } = z.toJSONSchema(EvidenceFilters, { io: 'input' });
  return {
    operationId: 'evidence',
    summary: 'A site’s server fetches the evidence of its learners, the oldest first',
    ...forSites,
    parameters: Object.entries(properties!).map(([name, schema]) => ({ name, in: 'query', schema })),
    responses: {
      200: {
        description: 'EvidenceReply',
        content: { ...content('application/json', 'EvidenceReply'), 'text/csv': { schema: { type: 'string' } } },
      },
      ...refusals(['bad-request', 'unknown-session', 'internal', 'maintenance']),
    },
  };
}

const refusals = (codes: ProblemCode[]) =>
  Object.fromEntries(
    codes.map((code) => [
      problems[code],
      {
        description: code,
        ...(code === 'too-many-requests' && {
          headers: { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } },
        }),
        content: content('application/problem+json', 'Problem'),
      },
    ]),
  );

/** Every schema by name, in its input form: unknown members are accepted and ignored. */
function schemas(): Record<string, object> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) if (schema instanceof z.ZodType) registry.add(schema, { id });
  const all = z.toJSONSchema(registry, { io: 'input', uri: ref }).schemas;
  return Object.fromEntries(
    Object.entries(all).map(([name, { $id: _id, $schema: _schema, ...schema }]) => [name, schema]),
  );
}
