import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import files from '@fastify/static';
import view from '@fastify/view';
import { Eta } from 'eta';
import fastify, { type FastifyError, type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { fileURLToPath } from 'node:url';
import { refuseOtherOrigins, sendHeaders } from './browsers.js';
import type { Clock } from './clock.js';
import { openDatabase } from './database.js';
import { createGate, VerifierUnavailable } from './gate.js';
import { Grants } from './grants.js';
import { createGuard } from './guard.js';
import { readLogin } from './login-cookie.js';
import { Logins } from './logins.js';
import { playground } from './playground/playground.js';
import { Records } from './records.js';
import { assignment } from './routes/assignment.js';
import { entrance } from './routes/entrance.js';
import { lessons } from './routes/lessons.js';
import { papers } from './routes/papers.js';
import { show } from './show.js';
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
  /** Where learners' records are kept; without it they are gone with the process. */
  folder?: string;
  /** Where failures are told; default: the console. Nothing of a learner is in them. */
  logger?: FastifyServerOptions['logger'];
  /** How long the verifier may take to answer, in milliseconds. */
  patience?: number;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** A training site of the old kind, page by page, whose only part of the gate is a script tag, `data-mo-otp-gate` and `gate.ts`. Not listening yet. */
export function createSite({
  verifier,
  secret,
  gateAssets,
  clock,
  cookieSecret,
  folder,
  logger = { level: 'error' },
  patience = 5_000,
}: SiteOptions): FastifyInstance {
  // no HEAD routes: asking for an exam's headers would spend the learner's grant
  const site = fastify({ logger, exposeHeadRoutes: false });
  const database = openDatabase(folder);
  site.addHook('onClose', () => database.close());
  const logins = new Logins(database, clock);
  const grants = new Grants(database);
  const records = new Records(database, clock);
  const gate = createGate({ verifier, secret, patience, grants });
  const letIn = createGuard(gate, grants);

  sendHeaders(site, verifier);
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
        return show(request, reply.code(status), unavailable ? 'unavailable' : 'sorry', {
          path: request.url,
          tooLarge: status === 413,
        });
      });
      pages.register(entrance, { logins });
      pages.register(lessons, { records, letIn });
      pages.register(papers, { records, letIn });
      pages.register(assignment, { records, letIn });
      pages.register(theming, { clock });
      pages.register(playground, { verifier, patience });
    });
    all.setNotFoundHandler((request, reply) => show(request, reply.code(404), 'sorry', { missing: true }));
  });
  return site;
}
