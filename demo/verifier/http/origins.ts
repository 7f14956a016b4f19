import type { FastifyRequest } from 'fastify';
import type { Clock } from '../domain/clock.js';
import type { Session } from '../domain/model.js';
import { Problem } from './problem.js';
import type { Sites } from '../store/store.js';

/** An origin as browsers write it (RFC 6454 §6.2), or `undefined` for anything else. */
export function asOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { origin, protocol } = new URL(text);
  return ['http:', 'https:'].includes(protocol) && origin === text ? origin : undefined;
}

/** How long a site's origin is believed to be one without asking the store again, in milliseconds. */
const cacheTtlMs = 10_000;

/**
 * Tells whose pages may talk to us at all (CORS); what a page may do there, {@link admitPage} decides. While the store is away, pages that
 * were known go on being answered: a browser that is told nothing would tell its learner that the line is broken.
 */
export function siteOrigins(
  sites: Pick<Sites, 'isOriginOfAnySite'>,
  clock: Clock,
): (origin: string | undefined) => Promise<boolean> {
  const known = new Map<string, number>();
  return async (origin) => {
    if (origin === undefined) return false;
    const since = known.get(origin);
    if (since !== undefined && clock.now() < since + cacheTtlMs) return true;
    try {
      const isOurs = await sites.isOriginOfAnySite(origin);
      if (isOurs) known.set(origin, clock.now());
      else known.delete(origin);
      return isOurs;
    } catch (error) {
      if (since === undefined) throw error;
      return true;
    }
  };
}

/**
 * A page may use a session only from the origin that the site opened it for, or from one of the site's own where it named none.
 * Without an Origin header it is no page: then knowing the session's id must do.
 */
export async function admitPage(
  { headers: { origin } }: FastifyRequest,
  session: Session,
  sites: Sites,
): Promise<void> {
  if (origin === undefined) return;
  const allowed = session.origin === null ? (await sites.site(session.site))?.origins : [session.origin];
  if (!allowed?.includes(origin)) throw forbidden();
}

/** The same for the pages of the phone app. */
export function admitPhone({ headers: { origin } }: FastifyRequest, phoneOrigins: readonly string[]): void {
  if (origin !== undefined && !phoneOrigins.includes(origin)) throw forbidden();
}

const forbidden = () => new Problem('forbidden-origin', 'This origin may not do this');
