import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problems, type Problem as Body, type ProblemCode } from 'mo-otp-gate/contract';
import { ZodError } from 'zod';
import { label } from './request-labels.js';
import { StoreUnavailable } from '../store/engine.js';
import { switchedOffRetryIn } from '../domain/switches.js';

/**
 * An error response as `application/problem+json` (RFC 9457). Its text is for developers; learners see the gate's own.
 */
export class Problem extends Error {
  override name = 'Problem';

  constructor(
    readonly code: ProblemCode,
    /** Constant for each cause, without data of the request. */
    readonly title: string,
    readonly more: { detail?: string; headers?: Record<string, string> } = {},
  ) {
    super(title);
  }
}

/** A 429 with `Retry-After`; `waitMs` is milliseconds. */
export const tooManyRequests = (title: string, waitMs: number): Problem =>
  new Problem('too-many-requests', title, { headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) } });

/** Every method that the policy offers here is switched off. */
export const switchedOff = (): Problem =>
  new Problem('maintenance', 'Every method for this checkpoint is switched off', {
    headers: { 'retry-after': String(switchedOffRetryIn) },
  });

/** Answers every error of the routes of `app` with a problem; an unknown path with the one code of the wire that is a 404. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => answer(asProblem(error), error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    answer(
      new Problem(
        isKnownPath(app, request) ? 'bad-request' : 'unknown-challenge',
        'No route has this path and HTTP method',
      ),
      undefined,
      request,
      reply,
    ),
  );
}

/** Whether another HTTP method has a route of this path. */
function isKnownPath(app: FastifyInstance, { url }: FastifyRequest): boolean {
  const path = url.split('?')[0]!;
  // Fastify looks for patterns; the path of a request is none
  return !/[*:()]/.test(path) && (['GET', 'POST'] as const).some((method) => app.hasRoute({ method, url: path }));
}

/** Answers errors that occur before routing, such as a malformed URL. */
export const answerUnrouted = (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void =>
  void answer(asProblem(error), error, request, reply);

/** The problem for an error: client errors keep their meaning, everything else is `internal`. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof ZodError)
    return new Problem('bad-request', 'The body does not match the contract', { detail: wrongMembers(error) });
  if (error instanceof StoreUnavailable)
    return new Problem('maintenance', 'The database is unavailable', { headers: { 'retry-after': '5' } });
  const { statusCode = 500 } = error as Partial<FastifyError>;
  switch (statusCode) {
    case 413:
      return new Problem('too-large', 'The body is larger than 16 KB');
    case 415:
      return new Problem('bad-request', 'The body must be sent as Content-Type: application/json');
    case 503:
      return new Problem('maintenance', 'The verifier is stopping', { headers: { 'retry-after': '10' } });
    default:
      return statusCode < 500
        ? new Problem('bad-request', 'The request is not well-formed')
        : new Problem('internal', 'The verifier failed');
  }
}

/** Names the invalid members and their constraints, never their values. */
const wrongMembers = ({ issues }: ZodError) =>
  issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; ');

function answer({ code, title, more }: Problem, cause: unknown, request: FastifyRequest, reply: FastifyReply) {
  const status = problems[code];
  const { origin } = request.headers;
  label(request, {
    code,
    title,
    ...(more.detail !== undefined && { detail: more.detail }),
    ...(code === 'forbidden-origin' && origin !== undefined && { origin }),
  });
  if (status === 500 || cause instanceof StoreUnavailable) request.log.error({ err: cause }, title);
  const body: Body = { title, status, code, ...(more.detail !== undefined && { detail: more.detail }) };
  return reply
    .code(status)
    .headers(more.headers ?? {})
    .type('application/problem+json')
    .send(body);
}
