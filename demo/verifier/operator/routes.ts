import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problems } from 'mo-otp-gate/contract';
import { z } from 'zod';
import { asCsv, asJson, found } from '../evidence/export.js';
import { prove } from '../evidence/prove.js';
import { sealAuditEntry } from '../personal-data/audit-entries.js';
import { sendPage } from '../http/pages/pages.js';
import { asProblem, Problem } from '../http/problem.js';
import type { Operator } from '../store/operators.js';
import type { VerifierDependencies } from '../http/dependencies.js';
import { operatorAssets } from './assets.js';
import { evidencePage } from './evidence-page.js';
import { fingerprint } from '../crypto/secrets.js';
import type { Words } from './korean.js';
import { asQuery, lastDays, Search } from './search.js';
import { operatorSessions } from './login-sessions.js';
import { wordsFor } from './words.js';

const Login = z.object({ secret: z.string().trim().max(200) });
const Download = z.object({ format: z.enum(['csv', 'json']) });
const types = { csv: 'text/csv; charset=utf-8', json: 'application/json; charset=utf-8' };

/**
 * `/operator`: the evidence of a site, for its operators. Searches are POSTs, because they name a learner and must not
 * appear in URLs, histories or proxy logs. Each access is written to the audit log first, and to our log without the
 * learner.
 */
export function operatorRoutes(app: FastifyInstance, verifier: VerifierDependencies, https: boolean): void {
  const { store, evidence, dataKeys, learners, clock, limiter } = verifier;
  const base = app.prefix;
  const sessions = operatorSessions(app, verifier, https);
  const wordsOf = ({ headers }: FastifyRequest) => wordsFor(headers['accept-language']);
  const messagePage = (reply: FastifyReply, words: Words, text: string) =>
    sendPage(reply, 'operator/message', { base, words, title: words.title, text });
  const loginPage = (reply: FastifyReply, words: Words, wrong = '') =>
    sendPage(reply, 'operator/login', { base, words, title: words.enter, wrong });

  void app.register(formbody);
  operatorAssets(app);
  app.addHook('onRequest', async (request) => {
    // SameSite keeps other sites' pages from sending the cookie; this also keeps them from logging an operator in
    const from = request.headers['sec-fetch-site'];
    if (request.method === 'POST' && (from === 'cross-site' || from === 'same-site'))
      throw new Problem('forbidden-origin', 'This origin may not do this');
    await limiter.admit(request);
  });
  app.setErrorHandler((error, request, reply) => {
    const words = wordsOf(request);
    const { code, more } = asProblem(error);
    if (code === 'internal') request.log.error({ err: error });
    return messagePage(
      reply.code(problems[code]).headers(more.headers ?? {}),
      words,
      code === 'too-many-requests' ? words.tooMany : words.broken,
    );
  });

  /** A route for operators who are logged in; others get the login page. */
  const forOperators =
    (answer: (request: FastifyRequest, reply: FastifyReply, operator: Operator) => Promise<FastifyReply>) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const operator = await sessions.operator(request);
      if (operator) return answer(request, reply, operator);
      return request.method === 'GET'
        ? loginPage(reply, wordsOf(request))
        : loginPage(reply.code(401), wordsOf(request), wordsOf(request).loggedOut);
    };
  const page = evidencePage(verifier, base);
  async function audit(
    request: FastifyRequest,
    { hash, site }: Operator,
    action: string,
    { learner, course, from, to }: Search,
  ) {
    const entry = { at: clock.now(), site, operator: hash, ip: request.ip, action, learner, course, from, to };
    await store.addAuditEntry(await sealAuditEntry(entry, dataKeys, learners));
    request.log.info({ operator: fingerprint(hash), site, action });
  }

  app.get(
    '/',
    forOperators(async (request, reply, operator) => {
      const search = lastDays(clock.now());
      await audit(request, operator, 'search', search);
      return page(reply, wordsOf(request), operator, search);
    }),
  );

  app.post(
    '/',
    forOperators(async (request, reply, operator) => {
      const asked = Search.safeParse(request.body);
      const search = asked.data ?? lastDays(clock.now());
      await audit(request, operator, 'search', search);
      return page(reply.code(asked.success ? 200 : 422), wordsOf(request), operator, search, { wrong: !asked.success });
    }),
  );

  app.post(
    '/download',
    forOperators(async (request, reply, operator) => {
      const search = Search.parse(request.body);
      const { format } = Download.parse(request.body);
      await audit(request, operator, `download ${format}`, search);
      const entries = found(evidence, asQuery(operator.site, search));
      return reply
        .type(types[format])
        .header('content-disposition', `attachment; filename="evidence.${format}"`)
        .send(format === 'csv' ? asCsv(entries) : asJson(entries));
    }),
  );

  app.post(
    '/proof',
    forOperators(async (request, reply, operator) => {
      const search = Search.parse(request.body);
      await audit(request, operator, 'proof', search);
      return page(reply, wordsOf(request), operator, search, { proof: await prove(evidence, operator.site) });
    }),
  );

  app.post('/login', async (request, reply) => {
    const login = Login.safeParse(request.body);
    if (login.success && (await sessions.begin(request, reply, login.data.secret))) return reply.redirect(base, 303);
    const words = wordsOf(request);
    return loginPage(reply.code(401), words, words.wrongSecret);
  });

  app.post('/logout', async (request, reply) => {
    await sessions.end(request, reply);
    return reply.redirect(base, 303);
  });

  // the target of a form stays in the address bar, where people press Enter
  for (const path of ['/login', '/logout', '/download', '/proof'])
    app.get(path, async (_request, reply) => reply.redirect(base, 303));
}
