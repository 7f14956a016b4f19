/**
 * The site's half of the gate: the two routes that the loader calls, and the check that every gated page calls.
 * Entry is decided by what this server learned from the verifier, never by what a browser sends.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  DryReply,
  SessionReply,
  SiteverifyReply,
  SiteverifyRequest,
  type Checkpoint,
  type Grant,
} from 'mo-otp-gate/contract';
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
  /** Whether lessons open, as unverified, while the verifier is down. Everything else stays closed. */
  openLessonsWhenDown: boolean;
  grants: Grants;
}

/** The verifier is down, too slow, or its reply violates the contract. */
export class VerifierUnavailable extends Error {}

/** Whether the learner may enter: verified or without a due check, unverified while the verifier is down, or only by the gate. */
export type Admission = 'admitted' | 'unverified' | 'gate';

type GateRequest = FastifyRequest<{ Params: { kind: string; number?: string } }>;

const refusals = {
  used: '이미 사용한 인증입니다.',
  expired: '인증한 지 오래되어 더 이상 쓸 수 없습니다.',
  invalid: '확인할 수 없는 인증입니다.',
  foreign: '다른 분 또는 다른 학습의 인증입니다.',
} as const;

/** Milliseconds that a page waits for the marks of {@link Gate.due}, which it can do without. */
const marksTimeoutMs = 500;

/** For verifiers that answer no grant. */
const defaultGrant: Grant = { scope: 'entry', expiresIn: 4 * 3600 };

export function createGate({ verifier, secret, timeoutMs, openLessonsWhenDown, grants }: GateOptions) {
  async function post<Reply extends z.ZodType>(
    path: string,
    body: unknown,
    Reply: Reply,
    timeout = timeoutMs,
  ): Promise<z.infer<Reply>> {
    try {
      const reply = await fetch(verifier + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(timeout),
      });
      if (!reply.ok) throw new Error(`${path} replied ${reply.status}`);
      return Reply.parse(await reply.json());
    } catch (cause) {
      throw new VerifierUnavailable('The verifier gave no usable reply.', { cause });
    }
  }

  /** The failure, unless the site opens this checkpoint without the verifier. */
  function withoutVerifier(error: unknown, request: FastifyRequest, { kind }: Checkpoint): void {
    if (!(error instanceof VerifierUnavailable && openLessonsWhenDown && kind === 'lesson')) throw error;
    request.log.error(error, 'A lesson opens unverified');
  }

  /** Why a token does not admit this learner to this checkpoint, or its grant. Redeems the token. */
  async function redeem(
    token: string,
    { learner }: Login,
    checkpoint: Checkpoint,
  ): Promise<keyof typeof refusals | Grant> {
    const verdict = await post('/siteverify', { token }, SiteverifyReply);
    if (!verdict.success) return verdict.error;
    const same = (['kind', 'course', 'class', 'number'] as const).every(
      (member) => verdict.checkpoint[member] === checkpoint[member],
    );
    return same && verdict.learner.ref === learner.ref ? (verdict.grant ?? defaultGrant) : 'foreign';
  }

  return {
    /** Whether the learner may enter now, by a grant or because no check is due. @throws VerifierUnavailable */
    async admission(request: FastifyRequest, login: Login, checkpoint: Checkpoint): Promise<Admission> {
      if (grants.has(login.id, checkpoint)) return 'admitted';
      const { learner } = login;
      try {
        const body = { learner, checkpoint, origin: ownOrigin(request), dry: true };
        return (await post('/sessions', body, DryReply)).required ? 'gate' : 'admitted';
      } catch (error) {
        withoutVerifier(error, request, checkpoint);
        return 'unverified';
      }
    },

    /**
     * The checkpoints at which the learner will be asked, in one dry request each: for marks on a page of links. Those
     * without a reply in time are left out.
     */
    async due(request: FastifyRequest, { id, learner }: Login, checkpoints: Checkpoint[]): Promise<Set<Checkpoint>> {
      const origin = ownOrigin(request);
      const isDue = async (checkpoint: Checkpoint) => {
        if (grants.has(id, checkpoint)) return false;
        const body = { learner, checkpoint, origin, dry: true };
        return (await post('/sessions', body, DryReply, Math.min(timeoutMs, marksTimeoutMs))).required;
      };
      const due = await Promise.all(checkpoints.map((checkpoint) => isDue(checkpoint).catch(() => false)));
      return new Set(checkpoints.filter((_, position) => due[position]));
    },

    /** Ends an entry when the learner submits; the next one needs verification again. */
    endEntry: (login: Login, checkpoint: Checkpoint) => grants.endEntry(login.id, checkpoint),

    /** `GET` says whether verification is due, `POST` redeems its token; both at `/gate` before the page's path. */
    async routes(site: FastifyInstance) {
      site.removeContentTypeParser('text/plain'); // JSON only: what a form of another site cannot send
      site.setErrorHandler(sendProblem);

      site.get('/gate/:kind/:number?', async (request: GateRequest) => {
        const { login, checkpoint } = target(request);
        const { learner } = login;
        if (grants.has(login.id, checkpoint)) return { required: false };
        try {
          const reply = await post('/sessions', { learner, checkpoint, origin: ownOrigin(request) }, SessionReply);
          if (!reply.required) return { required: false };
          const { session, preview } = reply;
          return { required: true, session, ...(preview && { preview }) };
        } catch (error) {
          withoutVerifier(error, request, checkpoint);
          return { required: false };
        }
      });

      site.post('/gate/:kind/:number?', async (request: GateRequest, reply) => {
        const { login, checkpoint } = target(request);
        const body = SiteverifyRequest.safeParse(request.body);
        if (!body.success) throw new Refused(400, '인증 결과가 들어 있지 않습니다.');
        const result = await redeem(body.data.token, login, checkpoint);
        if (typeof result === 'string') {
          grants.saveRefusal(login.id, checkpoint, refusals[result]);
          throw new Refused(403, `${refusals[result]} 다시 인증해 주세요.`);
        }
        grants.add(login.id, checkpoint, result);
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

/** The logged-in learner and the checkpoint of the path. */
function target({ login, params }: GateRequest) {
  const checkpoint = checkpointAt(params.kind, params.number);
  if (!login) throw new Refused(401, '먼저 로그인해 주세요.');
  if (!checkpoint) throw new Refused(404, '그런 학습은 없습니다.');
  return { login, checkpoint };
}

/** Every failure as a problem (RFC 9457) whose title is a sentence for a person; internal details stay in the log. */
function sendProblem(error: Error & { statusCode?: number }, request: FastifyRequest, reply: FastifyReply) {
  const unavailable = error instanceof VerifierUnavailable;
  const status = unavailable ? 503 : (error.statusCode ?? 500);
  if (status >= 500) request.log.error(error);
  const title =
    error instanceof Refused
      ? error.message
      : unavailable
        ? '지금은 본인인증을 할 수 없습니다. 잠시 뒤에 다시 시도해 주세요.'
        : '요청을 처리하지 못했습니다.';
  return reply.code(status).type('application/problem+json').send({ title, status });
}
