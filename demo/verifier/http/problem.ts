import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problems, type Problem as Body, type ProblemCode } from 'mo-otp-gate/contract';
import { ZodError } from 'zod';

/** A request that cannot be answered, as `application/problem+json` (RFC 9457). Its words are for developers; learners read the gate's own. */
export class Problem extends Error {
  override name = 'Problem';

  constructor(
    readonly code: ProblemCode,
    /** Always the same for the same cause; says nothing about the request. */
    readonly title: string,
    readonly more: { detail?: string; headers?: Record<string, string> } = {},
  ) {
    super(title);
  }
}

/** A 429 with `Retry-After`; `waitMs` is milliseconds. */
export const tooManyRequests = (title: string, waitMs: number): Problem =>
  new Problem('too-many-requests', title, { headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) } });

/** Turns everything that can go wrong below `app` into a problem: the one place that knows how. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => answer(asProblem(error), error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    answer(
      new Problem('bad-request', 'There is nothing at this address for this HTTP method'),
      undefined,
      request,
      reply,
    ),
  );
}

/** For what Fastify refuses before a route is found, such as an address that is no address. */
export const answerUnrouted = (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void =>
  void answer(asProblem(error), error, request, reply);

/** What an error means to whoever asked: a fault of the request stays one, everything else is `internal`. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof ZodError)
    return new Problem('bad-request', 'The body has not the shape of the contract', { detail: wrongMembers(error) });
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

/** Names the members and what they should be, never what was in them. */
const wrongMembers = ({ issues }: ZodError) =>
  issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; ');

function answer({ code, title, more }: Problem, cause: unknown, request: FastifyRequest, reply: FastifyReply) {
  const status = problems[code];
  if (status === 500) request.log.error({ err: cause }, title);
  const body: Body = { title, status, code, ...(more.detail !== undefined && { detail: more.detail }) };
  return reply
    .code(status)
    .headers(more.headers ?? {})
    .type('application/problem+json')
    .send(body);
}
