import type { FastifyReply, FastifyRequest } from 'fastify';
import { newId } from '../crypto/ids.js';
import { hashSecret, isSameSecret } from '../crypto/secrets.js';
import type { Clock } from '../domain/clock.js';
import { tooManyRequests } from '../http/problem.js';
import type { RateLimits } from '../store/store.js';

/** A login session expires after so many milliseconds without a request. */
const idleMs = 30 * 60_000;
const capacity = 100;

/** The login rate of all administrators: a burst, and one more per interval (milliseconds). */
const loginRate = { name: 'administrator logins', burst: 10, interval: 6_000 };

const cookieName = 'administrator';
const cookieOptions = { path: '/', httpOnly: true, sameSite: 'strict' } as const;

/**
 * Login sessions of administrators, in the memory of this process, which alone serves their pages. A restart ends them.
 */
export interface AdministratorSessions {
  /**
   * Logs in and returns whether the secret was right. `name` is for the history, as `--by` is for commands.
   * @throws Problem 429 above the login rate
   */
  begin(reply: FastifyReply, secret: string, name: string): Promise<boolean>;
  /** The name of the administrator; `undefined` without a valid session. */
  administrator(request: FastifyRequest): string | undefined;
  end(request: FastifyRequest, reply: FastifyReply): void;
}

export function administratorSessions(store: RateLimits, clock: Clock, secret: string): AdministratorSessions {
  const sessions = new Map<string, { name: string; expiresAt: number }>();
  const keyOf = ({ cookies }: FastifyRequest) => hashSecret(cookies[cookieName] ?? '');
  return {
    async begin(reply, given, name) {
      const now = clock.now();
      const wait = await store.enter([loginRate], now);
      if (wait > 0) throw tooManyRequests('Too many logins', wait);
      if (!isSameSecret(given, secret)) return false;
      const id = newId('ad');
      if (sessions.size >= capacity) sessions.delete(sessions.keys().next().value!);
      sessions.set(hashSecret(id), { name, expiresAt: now + idleMs });
      void reply.setCookie(cookieName, id, cookieOptions);
      return true;
    },
    administrator(request) {
      const session = sessions.get(keyOf(request));
      const now = clock.now();
      if (!session || session.expiresAt <= now) return undefined;
      session.expiresAt = now + idleMs;
      return session.name;
    },
    end(request, reply) {
      sessions.delete(keyOf(request));
      void reply.clearCookie(cookieName, cookieOptions);
    },
  };
}
