/**
 * A small training site with the gate, on Fastify: `PORT=8080 node demo/recipes/node/fastify-site.mjs`. Needs
 * VERIFIER_URL, SITE_SECRET, SITE_ORIGIN and GATE_ASSETS (the address of the package's dist folder).
 */
import formbody from '@fastify/formbody';
import fastify from 'fastify';
import { endpoint, grantsOf, requireEntry } from './fastify.mjs';
import { moOtpGate } from './mo-otp-gate.mjs';
import {
  checkpointOf,
  checkpointPage,
  coursePage,
  loginPage,
  logins,
  refusal,
  sessionOf,
  settings,
  submittedPage,
} from './pages.mjs';

const gate = moOtpGate(settings);
const html = (reply, text, status = 200) => reply.code(status).type('text/html; charset=utf-8').send(text);
const options = {
  learnerOf: (request) => request.session.learner,
  checkpointOf,
  refuse: (request, reply, status) => html(reply, refusal(status, request.url), status),
};
const preHandler = requireEntry(gate, options);

const app = fastify();
app.decorateRequest('session', null);
app.addHook('onRequest', async (request, reply) => {
  request.session = sessionOf(request.headers.cookie, (cookie) => reply.header('Set-Cookie', cookie));
  reply.header('Cache-Control', 'no-store');
});
app.get('/login/:who', async (request, reply) => {
  request.session.learner = logins[request.params.who];
  return reply.redirect('/course', 303);
});
app.register(endpoint, { prefix: '/gate', gate, ...options });
app.register(async (pages) => {
  pages.register(formbody);
  pages.addHook('onRequest', async (request, reply) => {
    if (!request.session.learner) return html(reply, loginPage, 401);
  });
  const render = async (request, reply) => html(reply, checkpointPage(checkpointOf(request.url)));
  pages.get('/course', async (_request, reply) => html(reply, coursePage));
  pages.get('/assignment', render); // submitting it is verified
  for (const path of ['/lesson/:number', '/evaluation', '/exam']) pages.get(path, { preHandler }, render);
  for (const path of ['/evaluation', '/exam', '/assignment'])
    pages.post(path, { preHandler }, async (request, reply) => {
      gate.endEntry(grantsOf(request), checkpointOf(request.url));
      return html(reply, submittedPage);
    });
});
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
console.log('listening');
