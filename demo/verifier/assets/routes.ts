import type { FastifyInstance, FastifyReply } from 'fastify';
import type { VerifierDependencies } from '../http/dependencies.js';
import { contentTypeOf } from '../http/static-files.js';
import { Problem } from '../http/problem.js';
import type { Encoded } from './compressed.js';

/** How long caches keep the loader of the stable address: until then a page may load the version before, in seconds. */
const loaderMaxAge = 300;

/**
 * What a page needs, for pages of every origin, because it is the same for all of them: `GET /loader.js`, which stays,
 * and `GET /assets/<version>/<file>`, which never changes. Both are beside the base path of the other routes.
 */
export function assetRoutes(app: FastifyInstance, { assets, address }: VerifierDependencies): void {
  const base = new URL('.', address).pathname;
  if (assets.loader) {
    const { loader } = assets;
    app.get(`${base}loader.js`, async ({ headers }, reply) =>
      send(reply, 'loader.js', `public, max-age=${loaderMaxAge}`, await loader(headers['accept-encoding'])),
    );
  }
  app.get<{ Params: { version: string; file: string } }>(
    `${base}assets/:version/:file`,
    async ({ params: { version, file }, headers }, reply) => {
      const found = /^[0-9a-f]{24}$/.test(version) ? await assets.file(version, file) : undefined;
      if (!found) throw new Problem('unknown-challenge', 'No file has this address');
      return send(reply, file, 'public, max-age=31536000, immutable', await found(headers['accept-encoding']));
    },
  );
}

const send = (reply: FastifyReply, name: string, caching: string, { encoding, body }: Encoded) =>
  reply
    .headers({
      'access-control-allow-origin': '*',
      'cache-control': caching,
      'cross-origin-resource-policy': 'cross-origin', // for pages with Cross-Origin-Embedder-Policy
      vary: 'accept-encoding',
      ...(encoding && { 'content-encoding': encoding }),
    })
    .type(contentTypeOf(name))
    .send(body);
