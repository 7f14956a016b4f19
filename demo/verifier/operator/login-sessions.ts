import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { newId } from '../crypto/ids.js';
import { tooManyRequests } from '../http/problem.js';
import { hashSecret as hashed } from '../crypto/secrets.js';
import type { Operator } from '../store/operators.js';
import type { VerifierDependencies } from '../http/dependencies.js';

/** A login session expires after so many milliseconds without a request. */
const idleMs = 30 * 60_000;

/** The login rate of an IP address: a burst, and one more per interval (milliseconds). */
const loginRate = { burst: 10, interval: 6_000 };

const cookieName = 'operator';

/** Login sessions of operators: opened with a secret, continued by a cookie (HttpOnly, SameSite=Strict). */
export interface OperatorSessions {
  /**
   * Logs in and returns whether the secret was right.
   * @throws Problem 429 when the IP address exceeds the login rate
   */
  begin(request: FastifyRequest, reply: FastifyReply, secret: string): Promise<boolean>;
  /** The operator of a request; `undefined` without a valid session. */
  operator(request: FastifyRequest): Promise<Operator | undefined>;
  end(request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

/** `https` marks the cookie as Secure. Secrets are looked up by their SHA-256, so timing reveals nothing about them. */
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
