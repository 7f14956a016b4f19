/** A scripted verifier, written from the contract alone, for tests of the site. */
import fastify from 'fastify';
import {
  SessionRequest,
  SiteverifyRequest,
  type ChallengePreview,
  type Checkpoint,
  type Grant,
  type Learner,
  type SiteverifyReply,
} from 'mo-otp-gate/contract';

export const SECRET = 'secret-of-the-site';

/** Reply behaviour: as in the contract, or one of the failures. */
export type Behaviour = 'normal' | 'silent' | 'html' | 'half a json' | 'another shape' | 'broken';

export async function startFakeVerifier() {
  const sessions = new Map<string, SessionRequest>();
  const verdicts = new Map<string, SiteverifyReply>();
  const fake = {
    url: '',
    behaviour: 'normal' as Behaviour,
    /** Policy: whether a checkpoint requires verification. */
    required: (() => true) as (checkpoint: Checkpoint) => boolean,
    /** The grant of the next tokens; undefined as from a verifier that knows none. */
    grant: undefined as Grant | undefined,
    /** The preview of the next sessions; undefined as from a verifier that knows none. */
    preview: undefined as ChallengePreview | undefined,
    /** Requests with `dry: true`. */
    dry: [] as SessionRequest[],
    /** The sessions that the site opened, oldest first. */
    sessions,
    /** A token as a passed gate returns it, for the session's learner and checkpoint unless `instead` names others. */
    token(session: string, instead: { learner?: Learner; checkpoint?: Checkpoint } = {}): string {
      const { learner, checkpoint } = sessions.get(session)!;
      const token = `token-${verdicts.size + 1}`;
      verdicts.set(token, {
        success: true,
        learner,
        checkpoint,
        ...instead,
        method: 'motp',
        ...(fake.grant && { grant: fake.grant }),
        verifiedAt: '2026-11-22T09:00:00Z',
      });
      return token;
    },
    /** Makes a token expired. */
    expire: (token: string) => void verdicts.set(token, { success: false, error: 'expired' }),
    close: () => app.close(),
  };

  const app = fastify({ forceCloseConnections: true });
  app.addHook('preHandler', async (request, reply) => {
    if (request.headers.authorization !== `Bearer ${SECRET}`)
      return reply.code(401).send({ title: 'No such site', status: 401, code: 'unknown-session' });
    switch (fake.behaviour) {
      case 'silent':
        return new Promise(() => {});
      case 'html':
        return reply.type('text/html').send('<h1>502 Bad Gateway</h1>');
      case 'half a json':
        return reply.type('application/json').send('{"required": fal');
      case 'another shape':
        return reply.send({ ok: true });
      case 'broken':
        return reply.code(500).send({ required: false, reason: 'a body that must not be read' });
    }
  });
  app.post('/v1/sessions', async (request) => {
    const body = SessionRequest.parse(request.body);
    if (body.dry) fake.dry.push(body);
    if (!fake.required(body.checkpoint)) return { required: false, reason: 'not-due' };
    if (body.dry) return { required: true };
    const session = `ss_${sessions.size + 1}`;
    sessions.set(session, body);
    return { required: true, session, expiresIn: 900, ...(fake.preview && { preview: fake.preview }) };
  });
  app.post('/v1/siteverify', async (request) => {
    const { token } = SiteverifyRequest.parse(request.body);
    const verdict = verdicts.get(token) ?? { success: false, error: 'invalid' };
    if (verdict.success) verdicts.set(token, { success: false, error: 'used' });
    return verdict;
  });
  fake.url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/v1`;
  return fake;
}
