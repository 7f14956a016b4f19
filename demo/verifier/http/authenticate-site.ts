import type { FastifyRequest } from 'fastify';
import { fingerprint, hashSecret } from '../crypto/secrets.js';
import type { Site, Sites } from '../store/sites.js';
import { label } from './request-labels.js';
import { Problem } from './problem.js';

/**
 * The site that sends this request, by its bearer secret (RFC 6750 §2.1).
 * @throws Problem 401 when no site has this secret
 */
export async function authenticateSite(request: FastifyRequest, sites: Sites): Promise<Site> {
  const secret = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const hash = secret && hashSecret(secret);
  const site = hash && (await sites.siteBySecret(hash));
  if (!site) {
    label(request, hash ? { secret: fingerprint(hash) } : {});
    throw new Problem('unknown-session', 'The site secret is not known', { headers: { 'www-authenticate': 'Bearer' } });
  }
  label(request, { site: site.id });
  return site;
}
