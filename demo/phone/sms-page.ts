import formbody from '@fastify/formbody';
import { Eta } from 'eta';
import type { FastifyInstance } from 'fastify';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Inbox } from './sms-inbox.js';

const template = readFileSync(fileURLToPath(new URL('sms-page.eta', import.meta.url)), 'utf8');
const SmsQuery = z.object({ phone: z.string().max(32) });

/** `/messages`: a page that shows the latest SMS of a number. */
export const smsPage = (inbox: Inbox) => async (scope: FastifyInstance) => {
  const page = (phone: string, text: string) => new Eta().renderString(template, { phone, text });
  scope.register(formbody);
  scope.addHook('onSend', async (_request, reply) => {
    // the only page here with a form
    reply.header(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    reply.header('Cache-Control', 'no-store');
  });
  scope.get('/messages', async (_request, reply) => reply.type('text/html; charset=utf-8').send(page('', '')));
  scope.post('/messages', async (request, reply) => {
    const { phone } = SmsQuery.parse(request.body);
    return reply.type('text/html; charset=utf-8').send(page(phone, inbox.latest(phone) ?? '아직 온 문자가 없습니다.'));
  });
};
