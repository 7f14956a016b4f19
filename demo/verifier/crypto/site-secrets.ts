import { createHash, randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.js';
import type { Site, Sites } from '../store/store.js';

/** A new secret for a site, 256 random bits: enough that a plain hash keeps it. It begins with a letter, so that no command takes it for an option. */
export const newSiteSecret = (): string => `sk_${randomBytes(32).toString('base64url')}`;

export const hashSiteSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/**
 * The site that calls, by its bearer secret (RFC 6750 §2.1).
 * @throws Problem 401 when no site has this secret
 */
export async function callingSite({ headers }: FastifyRequest, sites: Sites): Promise<Site> {
  const secret = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const site = secret && (await sites.siteBySecret(hashSiteSecret(secret)));
  if (!site)
    throw new Problem('unknown-session', 'The site secret is not known', { headers: { 'www-authenticate': 'Bearer' } });
  return site;
}
