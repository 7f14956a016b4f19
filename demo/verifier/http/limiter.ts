import type { FastifyRequest } from 'fastify';
import type { Clock } from '../domain/clock.js';
import { tooManyRequests } from './problem.js';
import type { Session } from '../domain/model.js';
import type { RateLimits } from '../store/store.js';
import type { Vault } from '../crypto/vault.js';

/** How many requests a minute, all at once or spread. An address may be that of a whole training centre. */
export interface RequestsAMinute {
  session: number;
  learner: number;
  address: number;
}

/** Keeps learners' browsers, or programs that pass for them, from asking more than people do. It counts in the store: one limit for all processes. */
export interface Limiter {
  /** @throws Problem 429 with `Retry-After` when the session, its learner, or the address has asked too often */
  admit(request: FastifyRequest, session?: Session): Promise<void>;
}

export function limiter(store: RateLimits, vault: Vault, clock: Clock, limits: RequestsAMinute): Limiter {
  const bucket = (kind: keyof RequestsAMinute, of: string) => ({
    name: `${kind} ${of}`,
    interval: Math.ceil(60_000 / limits[kind]),
    burst: limits[kind],
  });
  return {
    async admit({ ip }, session) {
      const ofSession = session && [bucket('session', session.id), bucket('learner', `${session.site} ${session.ref}`)];
      const wait = await store.enter(
        [bucket('address', vault.hash('rate of address', ip)), ...(ofSession ?? [])],
        clock.now(),
      );
      if (wait > 0) throw tooManyRequests('Too many requests', wait);
    },
  };
}
