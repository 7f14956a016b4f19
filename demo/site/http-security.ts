import type { FastifyInstance, FastifyRequest } from 'fastify';

/** The origin of this site in the browser. Behind a proxy that terminates TLS, Fastify needs `trustProxy` for it. */
export const ownOrigin = ({ protocol, host }: Pick<FastifyRequest, 'protocol' | 'host'>): string =>
  `${protocol}://${host}`;

/**
 * Refuses POST requests from pages of other origins (CSRF). Browsers send `Origin` with every POST; a caller without it
 * is no browser and carries no learner's cookie.
 */
export function refuseOtherOrigins(site: FastifyInstance): void {
  site.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    if (request.method === 'POST' && origin !== undefined && origin !== ownOrigin(request))
      return reply.code(403).type('text/plain; charset=utf-8').send('다른 사이트에서 보낸 요청은 받지 않습니다.');
  });
}

/** Headers of every response: own scripts and styles only, nothing inline, no framing, no caching. */
export function securityHeaders(site: FastifyInstance, verifier: string): void {
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
