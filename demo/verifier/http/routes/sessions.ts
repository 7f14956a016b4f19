import { isDeepStrictEqual } from 'node:util';
import type { FastifyInstance } from 'fastify';
import { SessionRequest, type SessionReply } from 'mo-otp-gate/contract';
import { limits } from '../../domain/gatekeeper.js';
import { newId } from '../../crypto/ids.js';
import { offers, waysOf } from '../../methods/offers.js';
import { due } from '../../domain/policy.js';
import { Problem } from '../problem.js';
import type { Session } from '../../domain/model.js';
import { learnerOf, sealLearner } from '../../crypto/session-learner.js';
import { callingSite } from '../../crypto/site-secrets.js';
import type { VerifierDependencies } from '../dependencies.js';

/** `POST /sessions`: the site's server says where a learner is about to go; the policy says what stands in between. */
export function sessionsRoute(
  app: FastifyInstance,
  { store, vault, clock, policy, methods }: VerifierDependencies,
): void {
  app.post('/sessions', async (request): Promise<SessionReply> => {
    const site = await callingSite(request, store);
    const { learner, checkpoint, origin = null, methods: wanted } = SessionRequest.parse(request.body);
    if (origin !== null && !site.origins.includes(origin))
      throw new Problem('forbidden-origin', 'The origin is not registered for this site');

    const now = clock.now();
    const history = await store.history({ site: site.id, ref: learner.ref }, checkpoint.course, checkpoint.class);
    const asked = due(policy, checkpoint, history, now);
    if (!asked.required) return asked;
    const narrowed = { due: asked.checkpoints, ...(wanted && { methods: wanted }) };
    const ways = waysOf(learner, methods);
    if (asked.checkpoints.some((_, position) => offers(policy, ways, { ...narrowed, position }).length === 0))
      throw new Problem('bad-request', 'None of these methods verifies this checkpoint', {
        detail: 'methods: the policy offers others',
      });
    // a learner who comes back from a provider's page is let into the session that waits for its outcome
    const wants = { asked: checkpoint, origin, due: asked.checkpoints, methods: wanted, learner };
    const same = (one: Session) =>
      isDeepStrictEqual(
        {
          asked: one.asked,
          origin: one.origin,
          due: one.due.slice(one.position),
          methods: one.methods,
          learner: learnerOf(one, vault),
        },
        wants,
      );
    const waiting = (await store.sessionsUnderWay({ site: site.id, ref: learner.ref }, now)).find(same);
    if (waiting) return { required: true, session: waiting.id, expiresIn: Math.ceil((waiting.expiresAt - now) / 1000) };
    const id = newId('se');
    await store.openSession({
      id,
      site: site.id,
      ref: learner.ref,
      learner: sealLearner(learner, id, vault),
      asked: checkpoint,
      ...narrowed,
      position: 0,
      origin,
      expiresAt: now + limits.session * 1000,
    });
    return { required: true, session: id, expiresIn: limits.session };
  });
}
