/**
 * mo-otp-gate for Express: `app.use('/gate', endpoint(gate, options))` and `requireEntry(gate, options)` before each
 * gated page. `options`: `learnerOf(request)` is the login's learner, `checkpointOf(path)` the checkpoint of a path,
 * both undefined if there is none; `refuse(request, reply, status)` renders the pages of 403 (with the gated link) and
 * 503.
 */
import express, { Router } from 'express';
import { MoOtpUnavailable } from './mo-otp-gate.mjs';

/** The grants in the session on the server. */
export const grantsOf = (request) => (request.session.grants ??= []);

export function endpoint(gate, { learnerOf, checkpointOf }) {
  const router = Router();
  router.use(express.json({ limit: '16kb' })); // JSON only: what a form of another site cannot send
  router.all('/{*path}', async (request, reply) => {
    const [learner, checkpoint] = [learnerOf(request), checkpointOf(request.path)];
    reply.set('Cache-Control', 'no-store');
    if (!learner || !checkpoint) return reply.sendStatus(learner ? 404 : 401);
    if (request.method === 'GET') return reply.json(await gate.openGate(grantsOf(request), learner, checkpoint));
    if (!request.is('application/json')) return reply.sendStatus(415);
    const { token } = request.body ?? {};
    const good = typeof token === 'string' && (await gate.redeem(grantsOf(request), token, learner, checkpoint));
    return reply.sendStatus(good ? 204 : 403);
  });
  router.use((error, _request, reply, next) => {
    if (reply.headersSent) return next(error);
    return reply.sendStatus(error instanceof MoOtpUnavailable ? 503 : (error.status ?? 500));
  });
  return router;
}

export const requireEntry =
  (gate, { learnerOf, checkpointOf, refuse }) =>
  async (request, reply, next) => {
    try {
      const admitted = await gate.mayEnter(grantsOf(request), learnerOf(request), checkpointOf(request.path));
      return admitted ? next() : refuse(request, reply, 403);
    } catch (error) {
      return error instanceof MoOtpUnavailable ? refuse(request, reply, 503) : next(error);
    }
  };
