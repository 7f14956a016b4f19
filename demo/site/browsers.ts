import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Under which origin the browser knows this site. Behind a proxy that ends TLS, Fastify's `trustProxy` has to be set for it. */
export const ownOrigin = ({ protocol, host }: Pick<FastifyRequest, 'protocol' | 'host'>): string =>
  `${protocol}://${host}`;

/**
 * Refuses what another site's page sends in a learner's name. Browsers say in `Origin` where a POST comes from;
 * a caller without one is no browser and has no learner's cookie to abuse.
 */
export function refuseOtherOrigins(site: FastifyInstance): void {
  site.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    if (request.method === 'POST' && origin !== undefined && origin !== ownOrigin(request))
      return reply.code(403).type('text/plain; charset=utf-8').send('다른 사이트에서 보낸 요청은 받지 않습니다.');
  });
}

/** What every answer says to the browser: this site's own scripts and styles, nothing inline, nobody's frame, no copy kept. */
export function sendHeaders(site: FastifyInstance, verifier: string): void {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${new URL(verifier).origin}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  site.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
    });
  });
}
