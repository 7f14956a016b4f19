/** Which origins may use a session or the phone app's routes. Who may read answers at all is CORS: `cors.ts`. */
import type { FastifyRequest } from 'fastify';
import type { Session } from '../domain/model.js';
import type { Sites } from '../store/sites.js';
import { Problem } from './problem.js';

/**
 * The origins that may use a session: the one that the site opened it for, unless it has given that up since, or every
 * origin of the site where it named none.
 */
export const sessionOrigins = async (
  { origin, originRemoved, site }: Pick<Session, 'origin' | 'originRemoved' | 'site'>,
  sites: Pick<Sites, 'site'>,
): Promise<readonly string[]> => {
  if (origin === null) return (await sites.site(site))?.origins ?? [];
  return originRemoved ? [] : [origin];
};

/**
 * Rejects pages of other origins. A request without an Origin header is no page: knowing the session's id is enough.
 * @throws Problem 403
 */
export async function admitPage(
  { headers: { origin } }: FastifyRequest,
  session: Session,
  sites: Pick<Sites, 'site'>,
): Promise<void> {
  if (origin !== undefined && !(await sessionOrigins(session, sites)).includes(origin)) throw forbidden();
}

/**
 * The same for pages of the phone app.
 * @throws Problem 403
 */
export function admitPhone({ headers: { origin } }: FastifyRequest, phoneOrigins: readonly string[]): void {
  if (origin !== undefined && !phoneOrigins.includes(origin)) throw forbidden();
}

const forbidden = () => new Problem('forbidden-origin', 'This origin may not do this');
