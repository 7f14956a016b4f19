import type { FastifyInstance } from 'fastify';
import { ChallengeRequest, type Challenge, type ChallengeReply, type MethodId } from 'mo-otp-gate/contract';
import { isOpen } from '../../domain/clock.js';
import { limits } from '../../domain/limits.js';
import { newId } from '../../crypto/ids.js';
import { shown } from '../../domain/learner.js';
import { offers, unlockMethods, availableMethods, withoutBlocked } from '../../methods/offers.js';
import { impersonalChallenge } from '../impersonal-challenge.js';
import { admitPage } from '../session-origins.js';
import { label } from '../request-labels.js';
import { Problem, switchedOff } from '../problem.js';
import { learnerOf } from '../../crypto/session-learner.js';
import type { VerifierDependencies } from '../dependencies.js';

/** `POST /challenge`: the learner's browser requests a challenge. */
export function challengeRoute(
  app: FastifyInstance,
  { store, vault, clock, sites, limiter }: VerifierDependencies,
): void {
  app.post('', async (request): Promise<ChallengeReply> => {
    const body = ChallengeRequest.parse(request.body);
    const now = clock.now();
    const session = await store.session(body.session);
    await limiter.admit(request, session);
    if (!session?.due[session.position] || !isOpen(session.expiresAt, now, limits.session * 1000))
      throw new Problem('unknown-session', 'The session is unknown or has expired');
    await admitPage(request, session, store);

    const { policy, help, methods, allMethods, isOff } = await sites.of(session);
    const locked = await store.lockedMethods(session);
    const learner = learnerOf(session, vault);
    const available = await withoutBlocked(availableMethods(learner, methods), session, isOff);
    const offered = offers(policy, available, session);
    const unlock = unlockMethods(policy, available);
    const method = (body.method ?? offered[0]) as MethodId;
    if (method in allMethods) label(request, { method });
    const asking = (offered.includes(method) || (locked.length > 0 && unlock.includes(method))) && methods[method];
    if (
      !asking &&
      body.method === undefined &&
      offers(policy, availableMethods(learner, allMethods), session).length > 0
    )
      throw switchedOff();
    if (!asking) throw new Problem('unsupported-method', 'This method is not offered');
    const seen = { learner: shown(learner, policy.learner), help };
    if (locked.includes(method)) return { status: 'locked', unlock, ...seen };

    const id = newId('ch');
    const expiresAt = Math.min(now + limits.challenge * 1000, session.expiresAt);
    const { params, check } = await asking.createChallenge({ session, challenge: id, expiresAt });
    const challenge = { id, session: session.id, position: session.position, method, expiresAt };
    await store.openChallenge({ ...challenge, ...(check && { check: { ...check, outcome: null, ended: false } }) });
    return {
      status: 'challenge',
      id,
      ...(await impersonalChallenge(store, { policy, help, methods: available }, session, method)),
      params,
      offers: offered.filter((id) => !locked.includes(id)),
      ...seen,
      expiresIn: (expiresAt - now) / 1000,
      time: now,
    } as Challenge;
  });
}
