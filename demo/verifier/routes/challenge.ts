import type { FastifyInstance } from 'fastify';
import { ChallengeRequest, type Challenge, type ChallengeReply, type MethodId } from 'mo-otp-gate/contract';
import { limits } from '../gatekeeper.js';
import { newId } from '../ids.js';
import { shown } from '../learner.js';
import { offers, unlocking } from '../methods/offers.js';
import { admitPage } from '../origins.js';
import { Problem } from '../problem.js';
import { learnerOf } from '../session-learner.js';
import type { Verifier } from '../verifier.js';

/** `POST /challenge`: the learner's browser asks for a question. */
export function challengeRoute(app: FastifyInstance, { store, vault, clock, policy, help, methods }: Verifier): void {
  app.post('', async (request): Promise<ChallengeReply> => {
    const body = ChallengeRequest.parse(request.body);
    const now = clock.now();
    const session = await store.session(body.session);
    const checkpoint = session?.due[session.position];
    if (!session || !checkpoint || now >= session.expiresAt) throw new Problem('unknown-session', 'There is no such session, or it is over');
    await admitPage(request, session, store);

    const method = (body.method ?? offers(methods)[0]) as MethodId;
    if (!Object.hasOwn(methods, method)) throw new Problem('unsupported-method', 'This method is not offered');
    const learner = shown(learnerOf(session, vault), policy.learner);
    const failures = await store.failures(session, method);
    if (failures >= limits.tries) return { status: 'locked', unlock: unlocking(methods), learner, help };

    const id = newId('ch');
    const expiresAt = Math.min(now + limits.challenge * 1000, session.expiresAt);
    await store.openChallenge({ id, session: session.id, position: session.position, method, expiresAt });
    const { kind, number, title } = checkpoint;
    return {
      status: 'challenge',
      id,
      method,
      params: methods[method].params(),
      offers: offers(methods),
      checkpoint: {
        kind,
        ...(title !== undefined && { title }),
        ...(number !== undefined && { number }),
        step: { n: session.position + 1, of: session.due.length },
      },
      learner,
      attemptsLeft: limits.tries - failures,
      expiresIn: (expiresAt - now) / 1000,
      time: now,
      help,
    } as Challenge;
  });
}
