import type { FastifyRequest } from 'fastify';
import { hashSecret } from '../crypto/secrets.js';
import type { Site, Sites } from '../store/sites.js';
import { Problem } from './problem.js';

/**
 * The site that sends this request, by its bearer secret (RFC 6750 §2.1).
 * @throws Problem 401 when no site has this secret
 */
export async function authenticateSite({ headers }: FastifyRequest, sites: Sites): Promise<Site> {
  const secret = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const site = secret && (await sites.siteBySecret(hashSecret(secret)));
  if (!site)
    throw new Problem('unknown-session', 'The site secret is not known', { headers: { 'www-authenticate': 'Bearer' } });
  return site;
}
