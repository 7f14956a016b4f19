import type { FastifyInstance } from 'fastify';
import type { VerifierDependencies } from '../dependencies.js';

/** `GET /.well-known/jwks.json`: the public keys, for sites that verify tokens themselves. */
export function jwksRoute(app: FastifyInstance, { tokens }: VerifierDependencies): void {
  app.get('/.well-known/jwks.json', async (_request, reply) => {
    void reply.header('cache-control', 'public, max-age=300').type('application/jwk-set+json');
    return tokens.jwks();
  });
}
