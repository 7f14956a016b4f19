/**
 * mo-otp-gate for Fastify: `app.register(endpoint, { prefix: '/gate', gate, ...options })` and the hook
 * `{ preHandler: requireEntry(gate, options) }` on each gated page. `options`: `learnerOf(request)` is the login's
 * learner, `checkpointOf(path)` the checkpoint of a path, both undefined if there is none; `refuse(request, reply,
 * status)` renders the pages of 403 (with the gated link) and 503.
 */
import { MoOtpUnavailable } from './mo-otp-gate.mjs';

/** The grants in the session on the server. */
export const grantsOf = (request) => (request.session.grants ??= []);
const pathOf = (request) => request.url.split('?')[0];

export async function endpoint(site, { gate, prefix, learnerOf, checkpointOf }) {
  site.removeContentTypeParser('text/plain'); // JSON only: what a form of another site cannot send
  const schema = { body: { type: 'object', required: ['token'], properties: { token: { type: 'string' } } } };
  const target = (request) => [learnerOf(request), checkpointOf(pathOf(request).slice(prefix.length))];
  site.addHook('onRequest', async (request, reply) => {
    reply.header('Cache-Control', 'no-store');
    const [learner, checkpoint] = target(request);
    if (!learner || !checkpoint) return reply.code(learner ? 404 : 401).send();
  });
  site.setErrorHandler((error, _request, reply) =>
    reply.code(error instanceof MoOtpUnavailable ? 503 : (error.statusCode ?? 500)).send(),
  );
  site.get('/*', (request) => gate.openGate(grantsOf(request), ...target(request)));
  site.post('/*', { schema }, async (request, reply) => {
    const good = await gate.redeem(grantsOf(request), request.body.token, ...target(request));
    return reply.code(good ? 204 : 403).send();
  });
}

export const requireEntry =
  (gate, { learnerOf, checkpointOf, refuse }) =>
  async (request, reply) => {
    try {
      const admitted = await gate.mayEnter(grantsOf(request), learnerOf(request), checkpointOf(pathOf(request)));
      if (!admitted) return refuse(request, reply, 403);
    } catch (error) {
      if (!(error instanceof MoOtpUnavailable)) throw error;
      return refuse(request, reply, 503);
    }
  };
