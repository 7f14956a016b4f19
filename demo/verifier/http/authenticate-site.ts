import type { FastifyRequest } from 'fastify';
import { fingerprint, hashSecret } from '../crypto/secrets.js';
import type { Clock } from '../domain/clock.js';
import { secretUseMs, type Site, type Sites } from '../store/sites.js';
import { label } from './request-labels.js';
import { Problem } from './problem.js';

/** Records that a site's server has used a secret, by its hash; the request does not wait for it. */
export type RecordSecretUse = (hash: string) => void;

/** Records a use at most once in {@link secretUseMs} for each secret, so that nearly every request costs a look-up only. */
export function secretUse(sites: Pick<Sites, 'recordSecretUse'>, clock: Clock): RecordSecretUse {
  const recordedAt = new Map<string, number>();
  return (hash) => {
    const now = clock.now();
    if (now - (recordedAt.get(hash) ?? -Infinity) < secretUseMs) return;
    recordedAt.set(hash, now);
    sites.recordSecretUse(hash, now).catch(() => recordedAt.delete(hash)); // the next request tries again
  };
}

/**
 * The site that sends this request, by its bearer secret (RFC 6750 §2.1).
 * @throws Problem 401 when no site has this secret
 */
export async function authenticateSite(
  request: FastifyRequest,
  { store, recordSecretUse }: { store: Pick<Sites, 'siteBySecret'>; recordSecretUse?: RecordSecretUse },
): Promise<Site> {
  const secret = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const hash = secret && hashSecret(secret);
  const site = hash && (await store.siteBySecret(hash));
  if (!site) {
    label(request, hash ? { secret: fingerprint(hash) } : {});
    throw new Problem('unknown-session', 'The site secret is not known', { headers: { 'www-authenticate': 'Bearer' } });
  }
  recordSecretUse?.(hash);
  label(request, { site: site.id });
  return site;
}
