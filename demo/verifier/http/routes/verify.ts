import type { FastifyInstance } from 'fastify';
import { VerifyRequest, type Learner, type MethodId, type Verdict } from 'mo-otp-gate/contract';
import { judge, verdictWithoutCheck } from '../../domain/gatekeeper.js';
import { isOpen } from '../../domain/clock.js';
import { limits } from '../../domain/limits.js';
import { newId } from '../../crypto/ids.js';
import { unlockMethods, availableMethods, methodEffect } from '../../methods/offers.js';
import { admitPage } from '../session-origins.js';
import { label } from '../request-labels.js';
import { Problem } from '../problem.js';
import { sealFacts } from '../../personal-data/seal-evidence.js';
import { requestFacts } from '../request-facts.js';
import { switchedOffRetryIn } from '../../domain/switches.js';
import type { SiteAtVersion } from '../../sites/directory.js';
import type { CheckResult, StateChange, AttemptState, StoredVerdict } from '../../domain/model.js';
import { learnerOf } from '../../crypto/session-learner.js';
import type { VerifierDependencies } from '../dependencies.js';

const unavailable: CheckResult = { found: 'unavailable', retryIn: switchedOffRetryIn, upstream: 'switched-off' };

/** `POST /verify`: the learner's browser answers a challenge. */
export function verifyRoute(
  app: FastifyInstance,
  { store, vault, clock, sites, tokens, limiter, dataKeys }: VerifierDependencies,
): void {
  // with the URL and the header of POST, so that the browser caches its preflight (Fetch standard, CORS-preflight cache)
  app.get('', async ({ headers }, reply) => {
    if (headers['content-type'] === 'application/json') return reply.code(204).send();
    throw new Problem('bad-request', 'An answer is posted');
  });
  app.post('', async (request): Promise<Verdict> => {
    const body = VerifyRequest.parse(request.body);
    const now = clock.now();
    const key = { challenge: body.challenge, attempt: body.attempt };
    const known = await store.storedAttempt(key);
    await limiter.admit(request, known?.session);
    if (!known) throw new Problem('unknown-challenge', 'There is no such challenge');
    const { challenge, session } = known;
    await admitPage(request, session, store);
    const method = challenge.method as MethodId;
    label(request, { method });
    const site = await sites.of(session);
    const check = site.allMethods[method]?.prepareCheck(body.proof, challenge);
    if (!check) throw new Problem('unsupported-method', 'This method is no longer offered');
    const learner = learnerOf(session, vault);
    // a repeated attempt gets its verdict again, but no token of a method that was switched off since
    if (known.earlier)
      return known.earlier.status === 'verified' && site.isOff(method)
        ? { status: 'unavailable', retryIn: switchedOffRetryIn }
        : reply(known.earlier, learner, site);

    const facts = requestFacts(request, now);
    // a settled verdict skips the check: a locked learner must not learn whether a code was right
    const settled = verdictWithoutCheck(known, now);
    if (settled)
      return reply(
        await store.decide(
          { ...key, learner: session },
          await sealFacts(facts, learner.ref, session, dataKeys),
          () => ({
            verdict: settled,
          }),
        ),
        learner,
        site,
      );
    const asked = { learner, session, checkpoint: session.due[challenge.position]!, ip: request.ip };
    const found = site.isOff(method) ? unavailable : await check(asked, now);
    // a check takes up to ten seconds, in which its method may be switched off
    const { methods, policy, upstreamMessages, isOff, isCarrierOff } = await sites.of(session);
    const isRefused =
      isOff(method) ||
      // registering a browser takes a phone check
      (found.found === 'progress' && isOff('phone')) ||
      (found.found !== 'pending' && found.carrier && isCarrierOff(found.carrier));
    const result = isRefused ? unavailable : found;
    if (result.found === 'pending') return { status: 'pending', retryIn: result.retryIn };
    const uses = result.found === 'match' ? result.uses : undefined;
    const rule = (records: AttemptState): StateChange => {
      const change = judge(records, result, now, newId('vf'), methodEffect(policy, methods, session, method));
      return { ...change, outboxMessages: upstreamMessages({ learner, method, result, change, now }) };
    };
    const { upstream = null, transaction = null } = result;
    return reply(
      await store.decide(
        { ...key, learner: session, ...(uses && { uses }) },
        await sealFacts({ ...facts, upstream, transaction }, learner.ref, session, dataKeys),
        rule,
      ),
      learner,
      site,
    );
  });

  async function reply(
    verdict: StoredVerdict,
    learner: Learner,
    { policy, methods }: Pick<SiteAtVersion, 'policy' | 'methods'>,
  ): Promise<Verdict> {
    switch (verdict.status) {
      case 'verified':
        // a late retry, as from a laptop that was asleep: the site would refuse the token
        if (!isOpen(verdict.claims.exp * 1000, clock.now(), limits.token * 1000)) return { status: 'expired' };
        return {
          status: 'verified',
          // stored claims name the learner by our own id
          token: await tokens.sign({ ...verdict.claims, sub: learner.ref }),
          method: verdict.claims.method,
          expiresIn: limits.token,
        };
      case 'locked':
        return {
          status: 'locked',
          unlock: unlockMethods(policy, availableMethods(learner, methods)),
        };
      case 'unlocked':
      case 'expired':
        return { status: verdict.status };
      default:
        return verdict;
    }
  }
}
