import type { FastifyRequest } from 'fastify';
import { addressGroup } from './client-address.js';
import type { Clock } from '../domain/clock.js';
import { label } from './request-labels.js';
import { tooManyRequests } from './problem.js';
import type { Session } from '../domain/model.js';
import type { RateLimits } from '../store/store.js';
import type { Vault } from '../crypto/vault.js';

/** Requests a minute, in a burst or spread. A whole training centre may share one IP address. */
export interface RequestsAMinute {
  session: number;
  learner: number;
  address: number;
}

/**
 * Limits the request rate of learners' browsers. The counters are in the store, so that all processes share one limit.
 */
export interface RateLimiter {
  /**
   * Without a known session the request counts among the address's `strangers`, or its `phones` where the phone app
   * sends it: neither uses up the rate of the learners behind the same address.
   * @throws Problem 429 with `Retry-After` when the session, its learner or the IP address exceeds its rate
   */
  admit(request: FastifyRequest, session?: Session, without?: 'strangers' | 'phones'): Promise<void>;
}

/**
 * `limits` are those of a request without a session; `limitsOf` are those of a session's site. An address, an IPv6 /64 as
 * one, has a bucket for each site, so that learners of one site cannot use up the rate of another's behind the same address.
 */
export function rateLimiter(
  store: RateLimits,
  vault: Vault,
  clock: Clock,
  limits: RequestsAMinute,
  limitsOf: (session: Session) => Promise<RequestsAMinute> = async () => limits,
): RateLimiter {
  const bucket = (limits: RequestsAMinute, kind: keyof RequestsAMinute, of: string) => ({
    name: `${kind} ${of}`,
    interval: Math.ceil(60_000 / limits[kind]),
    burst: limits[kind],
  });
  return {
    async admit(request, session, without = 'strangers') {
      const network = addressGroup(request.ip);
      if (session) label(request, { site: session.site });
      const own = session ? await limitsOf(session) : limits;
      const ofSession = session && [
        bucket(own, 'session', session.id),
        bucket(own, 'learner', `${session.site} ${session.ref}`),
      ];
      const from = `${network} ${session ? session.site : without}`;
      const wait = await store.enter(
        [bucket(own, 'address', vault.hash('rate of address', from)), ...(ofSession ?? [])],
        clock.now(),
      );
      if (wait > 0) throw tooManyRequests('Too many requests', wait);
    },
  };
}
