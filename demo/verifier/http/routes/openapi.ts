import type { FastifyInstance } from 'fastify';
import { openapi } from '../openapi-document.js';

/** `GET /openapi.json`: the contract, for authors of clients and other verifiers. */
export function openapiRoute(app: FastifyInstance): void {
  const document = openapi(app.prefix);
  app.get('/openapi.json', async (_request, reply) => {
    void reply.header('cache-control', 'public, max-age=300');
    return document;
  });
}
