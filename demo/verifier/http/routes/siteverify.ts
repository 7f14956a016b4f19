import type { FastifyInstance } from 'fastify';
import { SiteverifyRequest, type SiteverifyReply } from 'mo-otp-gate/contract';
import { learnerOf } from '../../crypto/session-learner.js';
import { hashSecret } from '../../crypto/secrets.js';
import { Problem } from '../problem.js';
import { label } from '../request-labels.js';
import { authenticateSite } from '../authenticate-site.js';
import { grantFor } from '../../domain/grant.js';
import type { VerifierDependencies } from '../dependencies.js';

/**
 * `POST /siteverify`: the site's server redeems a token, once; with an idempotency key it may repeat the request after a
 * lost reply. A token of another site is `invalid`, like a forged one.
 */
export function siteverifyRoute(app: FastifyInstance, verifier: VerifierDependencies): void {
  const { store, vault, clock, tokens, sites } = verifier;
  app.post('/siteverify', async (request): Promise<SiteverifyReply> => {
    const site = await authenticateSite(request, verifier);
    const { token, idempotencyKey } = SiteverifyRequest.parse(request.body);
    const now = clock.now();
    const read = await tokens.read(token, site.id, now);
    const refuse = (error: 'used' | 'expired' | 'invalid') => {
      label(request, { error });
      return { success: false, error } as const;
    };
    if (read === 'invalid') return refuse(read);
    const { jti, isExpired } = read;
    if (isExpired && idempotencyKey === undefined) return refuse('expired');
    const repetition = idempotencyKey !== undefined && { key: hashSecret(idempotencyKey), isExpired };
    const redeemed = await store.redeem(jti, site.id, now, ...(repetition ? [repetition] : []));
    if (redeemed === 'key-of-another')
      throw new Problem('bad-request', 'The idempotency key belongs to another token', {
        detail: 'idempotencyKey: make a new one for each token',
      });
    if (typeof redeemed === 'string') return refuse(redeemed === 'unknown' ? 'invalid' : redeemed);
    const { session, method, verifiedAt } = redeemed;
    const { policy } = await sites.of(session);
    return {
      success: true,
      learner: learnerOf(session, vault),
      checkpoint: session.target,
      method,
      verifiedAt: new Date(verifiedAt).toISOString(),
      ...(session.origin !== null && { origin: session.origin }),
      grant: grantFor(policy.rules[session.target.kind], session.target, verifiedAt, now),
    };
  });
}
