import type { FastifyInstance } from 'fastify';
import { VerifyRequest, type MethodId, type Verdict } from 'mo-otp-gate/contract';
import { foregone, judge, limits } from '../../domain/gatekeeper.js';
import { newId } from '../../crypto/ids.js';
import { unlocking, waysOf, worth } from '../../methods/offers.js';
import { admitPage } from '../origins.js';
import { Problem } from '../problem.js';
import type { StateChange, AttemptState, StoredVerdict, Session } from '../../domain/model.js';
import { learnerOf } from '../../crypto/session-learner.js';
import type { VerifierDependencies } from '../dependencies.js';

/** `POST /verify`: the learner's browser answers a challenge. */
export function verifyRoute(
  app: FastifyInstance,
  { store, vault, clock, methods, policy, tokens, limiter, tell }: VerifierDependencies,
): void {
  app.post('', async (request): Promise<Verdict> => {
    const body = VerifyRequest.parse(request.body);
    const now = clock.now();
    const key = { challenge: body.challenge, attempt: body.attempt };
    const known = await store.attemptRecords(key);
    await limiter.admit(request, known?.session);
    if (!known) throw new Problem('unknown-challenge', 'There is no such challenge');
    const { challenge, session } = known;
    await admitPage(request, session, store);
    const method = challenge.method as MethodId;
    const examine = methods[method]?.read(body.proof, challenge);
    if (!examine) throw new Problem('unsupported-method', 'This method is no longer offered');
    if (known.earlier) return reply(known.earlier, session);

    const witness = {
      at: now,
      ip: request.ip,
      userAgent: request.headers['user-agent'] ?? null,
      upstream: null,
      transaction: null,
    };
    // what is settled anyway is never examined: a locked learner must not learn whether a code was right
    const settled = foregone(known, now);
    if (settled)
      return reply(await store.decide({ ...key, learner: session }, witness, () => ({ ruling: settled })), session);
    const learner = learnerOf(session, vault);
    const finding = await examine(
      { learner, session, checkpoint: session.due[challenge.position]!, ip: request.ip },
      now,
    );
    if (finding.found === 'pending') return { status: 'pending', retryIn: finding.retryIn };
    const owner = finding.found === 'match' ? finding.uses?.owner : undefined;
    const rule = (records: AttemptState): StateChange => {
      const decision = judge(records, finding, now, newId('vf'), worth(policy, methods, session, method));
      return { ...decision, letters: tell({ learner, method, finding, decision, now }) };
    };
    const { upstream = null, transaction = null } = finding;
    return reply(
      await store.decide(
        { ...key, learner: session, ...(owner !== undefined && { owner }) },
        { ...witness, upstream, transaction },
        rule,
      ),
      session,
    );
  });

  async function reply(ruling: StoredVerdict, session: Session): Promise<Verdict> {
    switch (ruling.status) {
      case 'verified':
        // repeated long after, as by a laptop that slept in between: a token that no site takes any more would lead to a refusal there
        if (clock.now() >= ruling.claims.exp * 1000) return { status: 'expired' };
        return {
          status: 'verified',
          token: await tokens.sign(ruling.claims),
          method: ruling.claims.method,
          expiresIn: limits.token,
        };
      case 'locked':
        return { status: 'locked', unlock: unlocking(policy, waysOf(learnerOf(session, vault), methods)) };
      case 'unlocked':
      case 'expired':
        return { status: ruling.status };
      default:
        return ruling;
    }
  }
}
