import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Login, Logins } from './logins.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The login named by the signed cookie; undefined for a visitor. */
    login: Login | undefined;
  }
}

const NAME = 'login';
// "auto": `Secure` on HTTPS
const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: 'auto', signed: true } as const;

/** Sets `request.login` from the signed cookie of every request. */
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

/** A hook for pages of learners; redirects visitors to the login page. */
export async function requireLogin(request: FastifyRequest, reply: FastifyReply) {
  if (!request.login) return reply.redirect('/', 303);
}

/** The login of a request behind {@link requireLogin}. @throws Error without one */
export function loginOf(request: FastifyRequest): Login {
  if (!request.login) throw new Error('This route is not behind requireLogin.');
  return request.login;
}
