import { randomUUID } from 'node:crypto';
import fastify, { LogController, type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { assetRoutes } from '../assets/routes.js';
import { deviceRoutes } from '../authorities/devices/routes.js';
import { operatorRoutes } from '../operator/routes.js';
import { openToPages, siteOrigins } from './cors.js';
import { captchaRoutes } from '../methods/captcha/routes.js';
import { identityRoutes } from '../providers/routes.js';
import { answerProblems, answerUnrouted } from './problem.js';
import { challengeRoute } from './routes/challenge.js';
import { evidenceRoute } from './routes/evidence.js';
import { healthRoutes, metricsRoute } from './routes/health.js';
import { learnersRoute } from './routes/learners.js';
import { jwksRoute } from './routes/jwks.js';
import { openapiRoute } from './routes/openapi.js';
import { labelsOf } from './request-labels.js';
import { sessionsRoute } from './routes/sessions.js';
import { siteverifyRoute } from './routes/siteverify.js';
import { verifyRoute } from './routes/verify.js';
import { refuseOtherCharsets, refuseUnstorableText } from './storable-text.js';
import type { VerifierDependencies } from './dependencies.js';

export interface ServerOptions {
  /** The path before all routes, e.g. `/v1`. */
  prefix: string;
  logger: FastifyServerOptions['logger'];
  /** IP addresses of reverse proxies whose `X-Forwarded-For` is trusted. */
  trustProxy: string[];
  /** Whether browsers use https. */
  https?: boolean;
  /** The bearer token for the metrics. */
  metricsToken?: string | undefined;
  timeouts?: ConnectionTimeouts;
}

/** How long a connection may take, in milliseconds. */
export interface ConnectionTimeouts {
  /** For the headers of a request, from the connection or from the first byte on. */
  headers: number;
  /** For a whole request. */
  request: number;
  /** Between two requests. */
  idle: number;
  /** How often the first two are looked at: a connection is cut this much later at most. */
  check: number;
}

/** A request is small: a phone on a bad line sends it in a second or two. */
export const connectionTimeouts: ConnectionTimeouts = { headers: 10_000, request: 15_000, idle: 60_000, check: 1_000 };

/** How long a closing server waits for open connections, in milliseconds; Docker kills after ten seconds. */
const shutdownGraceMs = 8_000;

/** The verifier's HTTP server, not listening yet. */
export function createServer(
  verifier: VerifierDependencies,
  { prefix, logger, trustProxy, https = false, metricsToken, timeouts = connectionTimeouts }: ServerOptions,
): FastifyInstance {
  const app = fastify({
    logger: logger ?? false,
    trustProxy,
    genReqId: () => randomUUID(),
    bodyLimit: 16 * 1024,
    requestTimeout: timeouts.request,
    keepAliveTimeout: timeouts.idle,
    // by default Node looks only every thirty seconds
    http: { headersTimeout: timeouts.headers, connectionsCheckingInterval: timeouts.check },
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: answerUnrouted,
  });
  // browsers open spare connections, and Node stops timing connections out once it closes
  app.addHook('preClose', async () => void setTimeout(() => app.server.closeAllConnections(), shutdownGraceMs).unref());
  app.removeContentTypeParser('text/plain'); // JSON only, so that no page can post without a preflight
  answerProblems(app);
  refuseOtherCharsets(app);
  refuseUnstorableText(app);
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': request.id, // the reqId of the log line
    });
  });
  // only these members are logged: URLs, bodies and headers hold personal data
  app.addHook('onResponse', async (request, reply) => {
    const { code, method: challengeMethod, ...labels } = labelsOf(request);
    request.log[labels.alarm ? 'error' : code === undefined ? 'info' : 'warn']({
      ...(code !== undefined && { code }),
      ...labels,
      ...(challengeMethod !== undefined && { challengeMethod }),
      method: request.method,
      route: request.routeOptions.url,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    });
  });

  metricsRoute(app, verifier, metricsToken);
  healthRoutes(app, verifier);
  assetRoutes(app, verifier);
  const learnersPages = siteOrigins(verifier.store, verifier.clock);
  const phonePages = async (origin: string | undefined) => verifier.phoneOrigins.includes(origin ?? '');
  openToPages(app, `${prefix}/challenge`, learnersPages, (pages) => challengeRoute(pages, verifier));
  openToPages(app, `${prefix}/verify`, learnersPages, (pages) => verifyRoute(pages, verifier));
  openToPages(app, `${prefix}/devices`, phonePages, (pages) => deviceRoutes(pages, verifier));
  app.register(
    async (site) =>
      [sessionsRoute, siteverifyRoute, evidenceRoute, learnersRoute, jwksRoute, openapiRoute].forEach((route) =>
        route(site, verifier),
      ),
    { prefix },
  );
  app.register(async (pages) => identityRoutes(pages, verifier), { prefix: `${prefix}/identity` });
  app.register(async (pages) => operatorRoutes(pages, verifier, https), { prefix: `${prefix}/operator` });
  app.register(async (pages) => captchaRoutes(pages, verifier), { prefix: `${prefix}/captcha` });
  return app;
}
