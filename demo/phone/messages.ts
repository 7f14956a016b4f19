import formbody from '@fastify/formbody';
import { Eta } from 'eta';
import type { FastifyInstance } from 'fastify';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Inbox } from './inbox.js';

const template = readFileSync(fileURLToPath(new URL('messages.eta', import.meta.url)), 'utf8');
const Asked = z.object({ phone: z.string().max(32) });

/** `/messages`: the demo's telephone shows the text messages of a number, for the ones that no screen of the app waits for. */
export const messages = (inbox: Inbox) => async (scope: FastifyInstance) => {
  const page = (phone: string, text: string) => new Eta().renderString(template, { phone, text });
  scope.register(formbody);
  scope.addHook('onSend', async (_request, reply) => {
    // the one page here that sends a form
    reply.header(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    reply.header('Cache-Control', 'no-store');
  });
  scope.get('/messages', async (_request, reply) => reply.type('text/html; charset=utf-8').send(page('', '')));
  scope.post('/messages', async (request, reply) => {
    const { phone } = Asked.parse(request.body);
    return reply.type('text/html; charset=utf-8').send(page(phone, inbox.latest(phone) ?? '아직 온 문자가 없습니다.'));
  });
};
