import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { newId } from '../crypto/ids.js';
import { tooManyRequests } from '../http/problem.js';
import { hashSecret as hashed } from '../crypto/secrets.js';
import type { Operator } from '../store/operators.js';
import type { VerifierDependencies } from '../http/dependencies.js';

/** A visit ends when nothing was asked for so long, in milliseconds. */
const idleMs = 30 * 60_000;

/** Logins from one address: so many at once, and one more in each interval (milliseconds). */
const loginRate = { burst: 10, interval: 6_000 };

const cookieName = 'operator';

/** Operators come in with their secret and stay by a cookie, which no script can read and no other site's page can send. */
export interface OperatorSessions {
  /** Whether the secret was right. @throws Problem 429 when an address has tried too often */
  begin(request: FastifyRequest, reply: FastifyReply, secret: string): Promise<boolean>;
  /** Who asks; `undefined` for anybody else, and when the visit is over. */
  operator(request: FastifyRequest): Promise<Operator | undefined>;
  end(request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

/** `https` keeps the cookie from being sent in the clear. Secrets are found by their SHA-256: how long that takes tells nothing about one. */
export function operatorSessions(
  app: FastifyInstance,
  { store, vault, clock }: VerifierDependencies,
  https: boolean,
): OperatorSessions {
  void app.register(cookie);
  const options = { path: app.prefix, httpOnly: true, sameSite: 'strict', secure: https } as const;
  const sessionOf = ({ cookies }: FastifyRequest) => hashed(cookies[cookieName] ?? '');

  return {
    async begin({ ip }, reply, secret) {
      const now = clock.now();
      const wait = await store.enter([{ name: vault.hash('rate of logins', ip), ...loginRate }], now);
      if (wait > 0) throw tooManyRequests('Too many logins', wait);
      const id = newId('op');
      const operator = await store.openOperatorSession(hashed(id), hashed(secret), now + idleMs);
      if (operator) void reply.setCookie(cookieName, id, options);
      return operator !== undefined;
    },
    operator: async (request) => store.operatorOfSession(sessionOf(request), clock.now(), clock.now() + idleMs),
    async end(request, reply) {
      await store.closeOperatorSession(sessionOf(request));
      void reply.clearCookie(cookieName, options);
    },
  };
}
