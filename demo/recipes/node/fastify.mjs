/**
 * `app.register(gate, { prefix: '/gate', learnerOf, checkpointOf, origin })` for Fastify. Mistakes it avoids:
 * - trusting the browser: learner and checkpoint come from the login and the address, never from the body
 * - redeeming twice: what was redeemed is remembered in the server's session, and the page itself asks `entered`
 * - a form of another site: only JSON is read
 */
import { openSession, redeem } from './verifier.mjs';

const key = ({ kind, course, class: group, number = '' }) => [kind, course, group, number].join('/');

/** Whether this browser's learner was let in; every guarded page asks this. */
export const entered = (request, checkpoint) => Boolean(request.session.entered?.[key(checkpoint)]);

/** `learnerOf(request)` is who is logged in, `checkpointOf(request)` what the address names; `undefined` where there is none. */
export async function gate(site, { learnerOf, checkpointOf, origin }) {
  site.removeContentTypeParser('text/plain');
  site.decorateRequest('place', null);
  site.addHook('onRequest', async (request, reply) => {
    reply.header('Cache-Control', 'no-store');
    const learner = learnerOf(request);
    const checkpoint = checkpointOf(request);
    if (!learner || !checkpoint) return reply.code(learner ? 404 : 401).send();
    request.place = { learner, checkpoint };
  });
  site.setErrorHandler((error, request, reply) => {
    console.error(error.message); // of the verifier, never of the learner
    reply.code(error.statusCode ?? 503).send();
  });

  site.get('/*', async (request) => {
    const { learner, checkpoint } = request.place;
    if (entered(request, checkpoint)) return { required: false };
    const { required, session } = await openSession(learner, checkpoint, origin);
    return { required, session };
  });
  const schema = { body: { type: 'object', required: ['token'], properties: { token: { type: 'string' } } } };
  site.post('/*', { schema }, async (request, reply) => {
    const { learner, checkpoint } = request.place;
    if (!(await redeem(request.body.token, learner, checkpoint))) return reply.code(403).send();
    request.session.entered = { ...request.session.entered, [key(checkpoint)]: Date.now() };
    return reply.code(204).send();
  });
}
