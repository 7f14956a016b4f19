import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import files from '@fastify/static';
import view from '@fastify/view';
import { Eta } from 'eta';
import fastify, { type FastifyError, type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { fileURLToPath } from 'node:url';
import { refuseOtherOrigins, securityHeaders } from './http-security.js';
import type { Clock } from '../clock.js';
import { openDatabase } from './database.js';
import { createGate, VerifierUnavailable } from './gate.js';
import { Grants } from './grants.js';
import { createRequireVerification } from './require-verification.js';
import { readLogin } from './login-cookie.js';
import { Logins } from './logins.js';
import { playground } from './playground/playground.js';
import { LearningRecords } from './learning-records.js';
import { assignment } from './routes/assignment.js';
import { login } from './routes/login.js';
import { lessons } from './routes/lessons.js';
import { assessments } from './routes/assessments.js';
import { render } from './render.js';
import { theming } from './theming/theming.js';

export interface SiteOptions {
  /** The verifier's base address, with its version: `http://localhost:4174/v1`. */
  verifier: string;
  /** The site's secret at the verifier. */
  secret: string;
  /** The folder that holds `loader.js` and `mo-otp-gate.js`. */
  gateAssets: string;
  clock: Clock;
  /** Signs the login cookie. */
  cookieSecret: string;
  /** Folder of the database; without it records live in memory. */
  folder?: string;
  /** Fastify's logger; default: errors to the console. No entry holds personal data. */
  logger?: FastifyServerOptions['logger'];
  /** Time-out of calls to the verifier, in milliseconds. */
  timeoutMs?: number;
  /** Whether lessons open, marked as unverified, while the verifier is down; default: closed. */
  openLessonsWhenDown?: boolean;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * A classic server-rendered training site. Its part of the gate is a script tag, `data-mo-otp-gate` attributes and
 * `gate.ts`. The returned server does not listen yet.
 */
export function createSite({
  verifier,
  secret,
  gateAssets,
  clock,
  cookieSecret,
  folder,
  logger = { level: 'error' },
  timeoutMs = 5_000,
  openLessonsWhenDown = false,
}: SiteOptions): FastifyInstance {
  // no HEAD routes: a HEAD request would start an assessment
  const site = fastify({ logger, exposeHeadRoutes: false });
  const database = openDatabase(folder);
  site.addHook('onClose', () => database.close());
  const logins = new Logins(database, clock);
  const grants = new Grants(database, clock);
  const records = new LearningRecords(database, clock);
  const gate = createGate({ verifier, secret, timeoutMs, openLessonsWhenDown, grants });
  const requireVerification = createRequireVerification(gate, grants);

  securityHeaders(site, verifier);
  refuseOtherOrigins(site);
  site.register(cookie, { secret: cookieSecret });
  site.register(view, {
    engine: { eta: new Eta() },
    root: here('pages'),
    viewExt: 'eta',
    defaultContext: { verifier },
  });
  site.register(files, { root: here('public'), prefix: '/public/' });
  site.register(files, {
    root: gateAssets,
    prefix: '/mo-otp-gate/',
    decorateReply: false,
    allowedPath: (path) => /^\/[\w-]+\.js(\.map)?$/.test(path),
  });
  site.register(async (all) => {
    readLogin(all, logins);
    all.register(gate.routes);
    all.register(async (pages) => {
      pages.register(formbody);
      pages.setErrorHandler((error: FastifyError, request, reply) => {
        const unavailable = error instanceof VerifierUnavailable;
        const status = unavailable ? 503 : (error.statusCode ?? 500);
        if (status >= 500) request.log.error(error);
        return render(request, reply.code(status), unavailable ? 'unavailable' : 'error', {
          path: request.url,
          tooLarge: status === 413,
        });
      });
      pages.register(login, { logins });
      pages.register(lessons, { records, requireVerification, gate });
      pages.register(assessments, { records, requireVerification, gate });
      pages.register(assignment, { records, requireVerification, gate });
      pages.register(theming, { clock });
      pages.register(playground, { verifier, timeoutMs });
    });
    all.setNotFoundHandler((request, reply) => render(request, reply.code(404), 'error', { missing: true }));
  });
  return site;
}
