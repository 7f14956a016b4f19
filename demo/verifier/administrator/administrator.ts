/**
 * The administrator's pages: all sites, their settings, secrets, switches and health. They have a server of their own,
 * which `start` binds to the loopback interface: who reaches it is on this machine or came through its SSH.
 */
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import fastify, { LogController, type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { problems } from 'mo-otp-gate/contract';
import { pageAssets, sendPage } from '../http/pages/pages.js';
import { asProblem, Problem } from '../http/problem.js';
import { serveFile } from '../http/static-files.js';
import type { AdministratorDependencies } from './dependencies.js';
import { administratorRoutes } from './routes.js';

/** The names of the loopback interface in a `Host` header; a page that rebinds its own name to 127.0.0.1 sends another. */
const loopback = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** The server of the administrator's pages, not listening yet. */
export function createAdministratorServer(
  dependencies: AdministratorDependencies,
  logger: FastifyServerOptions['logger'],
): FastifyInstance {
  const app = fastify({
    logger: logger ?? false,
    bodyLimit: 64 * 1024,
    requestTimeout: 15_000, // milliseconds for a request to arrive
    logController: new LogController({ disableRequestLogging: true }),
  });
  void app.register(cookie);
  void app.register(formbody);
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    const { host = '', origin, 'sec-fetch-site': from } = request.headers;
    if (!loopback.test(host))
      throw new Problem('forbidden-origin', 'The pages have a name of the loopback interface only');
    // another port of this machine is `same-site`: its pages may send the cookie, and are refused here
    const isOwn = from === undefined ? origin === `http://${host}` : from === 'same-origin';
    if (request.method !== 'GET' && !isOwn) throw new Problem('forbidden-origin', 'This origin may not do this');
  });
  app.addHook('onResponse', async (request, reply) =>
    request.log.info({ administrator: request.routeOptions.url, method: request.method, status: reply.statusCode }),
  );
  app.setErrorHandler((error, request, reply) => {
    const { code, title, more } = asProblem(error);
    if (code === 'internal') request.log.error({ err: error });
    return sendPage(reply.code(problems[code]).headers(more.headers ?? {}), 'administrator/message', {
      base: '',
      title: 'Administration',
      text: code === 'too-many-requests' ? 'Too many logins. Try again in a minute.' : `${title}. Nothing was changed.`,
    });
  });
  pageAssets(app);
  serveFile(app, '/administrator.css', new URL('administrator.css', import.meta.url));
  administratorRoutes(app, dependencies);
  return app;
}
