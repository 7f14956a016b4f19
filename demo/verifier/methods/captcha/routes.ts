import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isEnded } from '../../domain/gatekeeper.js';
import type { VerifierDependencies } from '../../http/dependencies.js';
import { pageAssets, sendPage } from '../../http/pages/pages.js';
import { sessionOrigins } from '../../http/session-origins.js';
import { serveFile } from '../../http/static-files.js';

const Ticket = z.object({ ticket: z.string().max(64) });
const prompt = { title: '자동 접속이 아닌지 확인합니다' };
const over = { title: '시간이 지났습니다', text: '학습하던 화면에서 다시 시작해 주세요.' };
const answered = { title: '확인했습니다', text: '학습하던 화면에서 이어집니다.' };

/** `/captcha/…`: the page of an external captcha service, with the keys of the session's site. */
export function captchaRoutes(app: FastifyInstance, { store, clock, limiter, sites }: VerifierDependencies): void {
  const base = app.prefix;
  void app.register(formbody);
  pageAssets(app);
  serveFile(app, '/captcha.js', new URL('captcha.js', import.meta.url));

  app.route({
    method: ['GET', 'POST'],
    url: '/:ticket',
    async handler(request, reply) {
      const checked = await store.checkByTicket(Ticket.parse(request.params).ticket);
      await limiter.admit(request, checked?.session);
      const site = checked && (await sites.of(checked.session));
      const page = site?.captcha.page;
      if (!checked || !page || site.isOff('captcha') || isEnded(checked, clock.now()))
        return sendPage(reply.code(404), 'http/pages/message', { base, ...over });
      const { challenge, session } = checked;
      const frame = { ancestors: await sessionOrigins(session, store) };
      const { service, siteKey } = page;
      const response = z.record(z.string(), z.string().max(8192)).safeParse(request.body).data?.[service.field];
      if (response === undefined) {
        const { script: sdk, element, reach } = service;
        return sendPage(
          reply,
          'methods/captcha/captcha',
          { base, ...prompt, sdk, element, siteKey },
          { ...reach, ...frame },
        );
      }
      await store.saveOutcome(challenge.id, await page.examine(response, request.ip));
      return sendPage(reply, 'http/pages/message', { base, ...answered }, frame);
    },
  });
}
