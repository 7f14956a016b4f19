import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Login, Logins } from './logins.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is logged in, from the signed cookie; undefined for a visitor. */
    login: Login | undefined;
  }
}

const NAME = 'login';
// "auto": https only, as soon as the site is reached by https
const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: 'auto', signed: true } as const;

/** Reads who is logged in from the cookie of every request. */
export function readLogin(site: FastifyInstance, logins: Logins): void {
  site.decorateRequest('login', undefined);
  site.addHook('onRequest', async (request) => {
    const cookie = request.cookies[NAME];
    const { valid, value } = cookie === undefined ? { valid: false, value: null } : request.unsignCookie(cookie);
    request.login = valid && value !== null ? logins.find(value) : undefined;
  });
}

export const setLogin = (reply: FastifyReply, id: string) => reply.setCookie(NAME, id, options);
export const clearLogin = (reply: FastifyReply) => reply.clearCookie(NAME, options);

/** A hook for pages of learners: a visitor is sent to the entrance. */
export async function requireLogin(request: FastifyRequest, reply: FastifyReply) {
  if (!request.login) return reply.redirect('/', 303);
}

/** The learner's login behind {@link requireLogin}. */
export function loginOf(request: FastifyRequest): Login {
  if (!request.login) throw new Error('This route is not behind requireLogin.');
  return request.login;
}
