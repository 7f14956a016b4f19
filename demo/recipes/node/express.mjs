/**
 * `app.use('/gate', gate({ learnerOf, checkpointOf, origin }))` for Express. Mistakes it avoids:
 * - trusting the browser: learner and checkpoint come from the login and the address, never from the body
 * - redeeming twice: what was redeemed is remembered in the server's session, and the page itself asks `entered`
 * - personal data in the page: the answer is a session id and nothing else
 */
import express, { Router } from 'express';
import { openSession, redeem } from './verifier.mjs';

const key = ({ kind, course, class: group, number = '' }) => [kind, course, group, number].join('/');

/** Whether this browser's learner was let in; every guarded page asks this. */
export const entered = (request, checkpoint) => Boolean(request.session.entered?.[key(checkpoint)]);

/** `learnerOf(request)` is who is logged in, `checkpointOf(request)` what the address names; `undefined` where there is none. */
export function gate({ learnerOf, checkpointOf, origin }) {
  const router = Router();
  router.use(express.json({ limit: '16kb' }), (request, reply, next) => {
    const learner = learnerOf(request);
    const checkpoint = checkpointOf(request);
    if (!learner) return reply.sendStatus(401);
    if (!checkpoint) return reply.sendStatus(404);
    reply.set('Cache-Control', 'no-store');
    reply.locals = { learner, checkpoint };
    next();
  });
  router.get('/{*place}', async (request, reply) => {
    const { learner, checkpoint } = reply.locals;
    if (entered(request, checkpoint)) return reply.json({ required: false });
    const { required, session } = await openSession(learner, checkpoint, origin);
    reply.json({ required, session });
  });
  router.post('/{*place}', async (request, reply) => {
    const { learner, checkpoint } = reply.locals;
    const { token } = request.body ?? {};
    if (typeof token !== 'string' || !(await redeem(token, learner, checkpoint))) return reply.sendStatus(403);
    request.session.entered = { ...request.session.entered, [key(checkpoint)]: Date.now() };
    reply.sendStatus(204);
  });
  router.use((error, request, reply, next) => {
    if (reply.headersSent) return next(error);
    console.error(error.message); // of the verifier, never of the learner
    reply.sendStatus(error.status ?? 503);
  });
  return router;
}
