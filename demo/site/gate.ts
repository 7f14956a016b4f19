/**
 * The site's half of the gate: the two routes that the loader calls, and the one check that every guarded page calls.
 * Entry is decided by what this server learned from the verifier, never by what a browser sends.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SessionReply, SiteverifyReply, SiteverifyRequest, type Checkpoint } from 'mo-otp-gate/contract';
import type { z } from 'zod';
import { checkpointAt } from './course.js';
import type { Grants } from './grants.js';
import type { Login } from './logins.js';
import { ownOrigin } from './http-security.js';

export interface GateOptions {
  /** The verifier's base address, with its version. */
  verifier: string;
  /** The site's secret at the verifier. It stays on this server. */
  secret: string;
  /** Time-out of calls to the verifier, in milliseconds. */
  timeoutMs: number;
  grants: Grants;
}

/** The verifier is down, too slow, or its reply violates the contract. Entry is refused then. */
export class VerifierUnavailable extends Error {}

type Gated = FastifyRequest<{ Params: { kind: string; number?: string } }>;

const refusals = {
  used: '이미 사용한 인증입니다.',
  expired: '인증한 지 오래되어 더 이상 쓸 수 없습니다.',
  invalid: '확인할 수 없는 인증입니다.',
  foreign: '다른 분 또는 다른 학습의 인증입니다.',
} as const;

export function createGate({ verifier, secret, timeoutMs, grants }: GateOptions) {
  async function ask<Reply extends z.ZodType>(path: string, question: unknown, Reply: Reply): Promise<z.infer<Reply>> {
    try {
      const reply = await fetch(verifier + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: JSON.stringify(question),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!reply.ok) throw new Error(`${path} answered ${reply.status}`);
      return Reply.parse(await reply.json());
    } catch (cause) {
      throw new VerifierUnavailable('The verifier gave no usable answer.', { cause });
    }
  }

  /**
   * The policy is the verifier's: the site names learner and checkpoint, the verifier says whether verification is due.
   */
  const openSession = (request: FastifyRequest, { learner }: Login, checkpoint: Checkpoint) =>
    ask('/sessions', { learner, checkpoint, origin: ownOrigin(request) }, SessionReply);

  /** Why a token does not open this checkpoint to this learner; `undefined` when it does. Asking spends the token. */
  async function refusal(
    token: string,
    { learner }: Login,
    checkpoint: Checkpoint,
  ): Promise<keyof typeof refusals | undefined> {
    const verdict = await ask('/siteverify', { token }, SiteverifyReply);
    if (!verdict.success) return verdict.error;
    const same = (['kind', 'course', 'class', 'number'] as const).every(
      (member) => verdict.checkpoint[member] === checkpoint[member],
    );
    return same && verdict.learner.ref === learner.ref ? undefined : 'foreign';
  }

  return {
    /**
     * Whether the learner may enter now, by an earlier check or because the policy asks for none. Throws {@link
     * VerifierUnavailable}.
     */
    async admits(request: FastifyRequest, login: Login, checkpoint: Checkpoint): Promise<boolean> {
      return grants.use(login.id, checkpoint) || !(await openSession(request, login, checkpoint)).required;
    },

    /**
     * `GET` asks whether verification is due, `POST` redeems its token; both at `/gate` before the address of the page.
     */
    async routes(site: FastifyInstance) {
      site.removeContentTypeParser('text/plain'); // JSON only: what a form of another site cannot send
      site.setErrorHandler(answer);

      site.get('/gate/:kind/:number?', async (request: Gated) => {
        const { login, checkpoint } = asked(request);
        if (grants.has(login.id, checkpoint)) return { required: false };
        const reply = await openSession(request, login, checkpoint);
        return reply.required ? { required: true, session: reply.session } : { required: false };
      });

      site.post('/gate/:kind/:number?', async (request: Gated, reply) => {
        const { login, checkpoint } = asked(request);
        const body = SiteverifyRequest.safeParse(request.body);
        if (!body.success) throw new Refused(400, '인증 결과가 들어 있지 않습니다.');
        const reason = await refusal(body.data.token, login, checkpoint);
        if (reason) {
          grants.refuse(login.id, checkpoint, refusals[reason]);
          throw new Refused(403, `${refusals[reason]} 다시 인증해 주세요.`);
        }
        grants.give(login.id, checkpoint);
        return reply.code(204).send();
      });
    },
  };
}

export type Gate = ReturnType<typeof createGate>;

class Refused extends Error {
  constructor(
    readonly statusCode: number,
    message: string,
  ) {
    super(message);
  }
}

function asked({ login, params }: Gated) {
  const checkpoint = checkpointAt(params.kind, params.number);
  if (!login) throw new Refused(401, '먼저 로그인해 주세요.');
  if (!checkpoint) throw new Refused(404, '그런 학습은 없습니다.');
  return { login, checkpoint };
}

/** Every failure as a problem (RFC 9457) whose title is a sentence for a person; internal details stay in the log. */
function answer(error: Error & { statusCode?: number }, request: FastifyRequest, reply: FastifyReply) {
  const unavailable = error instanceof VerifierUnavailable;
  const status = unavailable ? 503 : (error.statusCode ?? 500);
  if (status >= 500) request.log.error(error);
  const title =
    error instanceof Refused
      ? error.message
      : unavailable
        ? '지금은 본인확인을 할 수 없습니다. 잠시 뒤에 다시 시도해 주세요.'
        : '요청을 처리하지 못했습니다.';
  return reply.code(status).type('application/problem+json').send({ title, status });
}
