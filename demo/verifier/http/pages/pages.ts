import { fileURLToPath } from 'node:url';
import { Eta } from 'eta';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { serveFile } from '../static-files.js';

const eta = new Eta({ views: fileURLToPath(new URL('../..', import.meta.url)), cache: true });

/** The sources that a page may load and connect to beside this verifier. */
export interface Reach {
  /** Sources of scripts, frames and styles. */
  scripts?: string[];
  frames?: string[];
  styles?: string[];
  connections?: string[];
  /** Targets of forms; browsers apply the list to redirects of a form as well. */
  forms?: string[];
  /** Pages that may show it in a frame. */
  ancestors?: readonly string[];
}

const policy = ({
  scripts = [],
  frames = [],
  styles = [],
  connections = [],
  forms = [],
  ancestors = ["'none'"],
}: Reach) =>
  [
    "default-src 'none'",
    ['script-src', "'self'", ...scripts].join(' '),
    ['style-src', "'self'", ...styles].join(' '),
    ['frame-src', ...(frames.length > 0 ? frames : ["'none'"])].join(' '),
    ['connect-src', ...(connections.length > 0 ? connections : ["'none'"])].join(' '),
    ['form-action', "'self'", ...forms].join(' '),
    ['frame-ancestors', ...ancestors].join(' '),
    "base-uri 'none'",
  ].join('; ');

/**
 * Sends a page, escaped, with a content security policy and without a referrer for the next page. `view` is a
 * template's path below `demo/verifier`. There is no COOP header, so that `opener` stays usable.
 */
export function sendPage(
  reply: FastifyReply,
  view: string,
  it: { title: string; base: string } & Record<string, unknown>,
  reach: Reach = {},
): FastifyReply {
  return reply
    .headers({ 'content-security-policy': policy(reach), 'referrer-policy': 'no-referrer' })
    .type('text/html; charset=utf-8')
    .send(eta.render(`./${view}`, it));
}

/** Serves the style sheet and the script of all pages. */
export function pageAssets(app: FastifyInstance): void {
  for (const file of ['page.css', 'page.js']) serveFile(app, `/${file}`, new URL(file, import.meta.url));
}
