/** The phone app's server: serves the app and receives the demo's SMS. It never sees a PIN, a secret or a code. */
import { createHash, timingSafeEqual } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { z } from 'zod';
import { buildAssets } from './assets.js';
import type { Clock } from '../clock.js';
import { createInbox } from './sms-inbox.js';
import { smsPage } from './sms-page.js';

export interface PhoneOptions {
  /** The verifier's base address with its version and no closing slash, e.g. `https://otp.example/v1`. */
  verifier: string;
  /** The bearer secret of the SMS sender. */
  smsSecret: string;
  clock?: Clock;
}

const Sms = z.object({ to: z.string().max(32), text: z.string().max(500) });
const InboxRequest = z.object({ phone: z.string().max(32) });

/** Creates the server, not listening yet. The app is bundled while it gets ready. */
export function createPhone({ verifier, smsSecret, clock = Date }: PhoneOptions): FastifyInstance {
  const phone = Fastify({ bodyLimit: 16 * 1024, logger: { level: 'error' } });
  const inbox = createInbox(clock);
  const headers = headersFor(verifier);

  phone.addHook('onRequest', async (_request, reply) => void reply.headers(headers));
  phone.setNotFoundHandler(async (_request, reply) => problem(reply, 404));
  phone.setErrorHandler(async (error: { statusCode?: number }, request, reply) => {
    const status = error instanceof z.ZodError ? 400 : (error.statusCode ?? 500);
    if (status >= 500) request.log.error(error);
    return problem(reply, status);
  });

  void phone.register(async (scope) => {
    for (const [path, { type, body }] of await buildAssets(verifier))
      scope.get(path, async (_request, reply) => reply.type(type).header('Cache-Control', 'no-cache').send(body));
  });

  phone.post('/sms', async (request, reply) => {
    if (!isSame(request.headers.authorization ?? '', `Bearer ${smsSecret}`)) return problem(reply, 401);
    const { to, text } = Sms.parse(request.body);
    inbox.deliver(to, text);
    return reply.code(204).send();
  });

  // demo only: anyone who knows a number can read its messages
  phone.post('/sms/inbox', async (request, reply) => {
    const { phone: number } = InboxRequest.parse(request.body);
    return reply.header('Cache-Control', 'no-store').send({ text: inbox.latest(number) });
  });

  phone.register(smsPage(inbox));

  return phone;
}

const headersFor = (verifier: string) => ({
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    `connect-src 'self' ${new URL(verifier).origin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
});

const titles: Record<number, string> = {
  400: 'bad request',
  401: 'not authorised',
  404: 'not found',
  413: 'too large',
  415: 'JSON only',
};

/** A problem (RFC 9457) without internal details. */
const problem = (reply: FastifyReply, status: number) =>
  reply
    .code(status)
    .type('application/problem+json')
    .send({ title: titles[status] ?? 'something went wrong', status });

/** Constant-time comparison that hides the lengths, too. */
const isSame = (a: string, b: string) =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
