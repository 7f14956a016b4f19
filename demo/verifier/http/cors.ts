/** CORS: which pages may read answers at all. What such a page may do with a session, `origins.ts` decides. */
import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { isFresh, type Clock } from '../domain/clock.js';
import type { Sites } from '../store/sites.js';

/** Whether pages of this origin may read answers. */
export type AllowsOrigin = (origin: string | undefined) => Promise<boolean>;

/** How long a registered origin is cached, in milliseconds. */
const cacheTtlMs = 10_000;

/**
 * Allows the origins that are registered for any site. While the store does not answer, cached origins stay allowed:
 * without the CORS headers a browser would report a broken connection instead of the problem.
 */
export function siteOrigins(sites: Pick<Sites, 'isOriginOfAnySite'>, clock: Clock): AllowsOrigin {
  const cachedAt = new Map<string, number>();
  return async (origin) => {
    if (origin === undefined) return false;
    const since = cachedAt.get(origin);
    if (since !== undefined && isFresh(since, clock.now(), cacheTtlMs)) return true;
    try {
      const isRegistered = await sites.isOriginOfAnySite(origin);
      if (isRegistered) cachedAt.set(origin, clock.now());
      else cachedAt.delete(origin);
      return isRegistered;
    } catch (error) {
      if (since === undefined) throw error;
      return true;
    }
  };
}

/**
 * Registers `routes` at `prefix` with CORS of their own, so that a preflight allows that path alone (Fetch standard,
 * CORS protocol). Cookies are never allowed.
 */
export function openToPages(
  app: FastifyInstance,
  prefix: string,
  allows: AllowsOrigin,
  routes: (pages: FastifyInstance) => void,
): void {
  app.register(
    async (pages) => {
      await pages.register(cors, {
        origin: allows,
        methods: ['POST'],
        // echoes the requested headers: monitoring and CSRF scripts of a page add headers to every request
        exposedHeaders: ['retry-after'],
        maxAge: 600,
      });
      routes(pages);
    },
    { prefix },
  );
}
