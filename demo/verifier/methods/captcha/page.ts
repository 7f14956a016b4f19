import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isEnded } from '../../domain/gatekeeper.js';
import { newId } from '../../crypto/ids.js';
import type { VerifierDependencies } from '../../http/dependencies.js';
import { sessionOrigins } from '../../http/session-origins.js';
import { pageAssets, sendPage } from '../../http/pages/pages.js';
import { serveFile } from '../../http/static-files.js';
import type { CheckResult } from '../../domain/model.js';
import type { Method } from '../method.js';
import { outcomeOf } from '../outcome-of.js';
import type { CaptchaService } from './services.js';

export interface CaptchaKeys {
  siteKey: string;
  secret: string;
}

const Ticket = z.object({ ticket: z.string().max(64) });
const Reply = z.object({ success: z.boolean(), 'error-codes': z.array(z.string()).optional() });

const height = 180; // CSS pixels
const timeoutMs = 10_000; // milliseconds
const retryIn = 30; // seconds

const prompt = { title: '자동 접속이 아닌지 확인합니다' };
const over = { title: '시간이 지났습니다', text: '학습하던 화면에서 다시 시작해 주세요.' };
const answered = { title: '확인했습니다', text: '학습하던 화면에서 이어집니다.' };

/** A captcha with a page of ours, on which the widget of an external service is. */
export interface CaptchaPage {
  service: CaptchaService;
  siteKey: string;
  /** Verifies an answer at the service, which accepts each answer once. */
  examine(response: string, ip: string): Promise<CheckResult>;
}

/** A captcha; `page` if it has a page of ours. */
export type Captcha = Method & { page?: CaptchaPage };

/** A captcha of an external service, on a page of ours in a frame of the gate. `address` is the verifier's base URL. */
export function pageCaptcha(service: CaptchaService, { siteKey, secret }: CaptchaKeys, address: string): Captcha {
  async function examine(response: string, ip: string): Promise<CheckResult> {
    try {
      const body = new URLSearchParams({ secret, response, remoteip: ip, sitekey: siteKey });
      const reply = await fetch(service.verify, {
        method: 'POST',
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const { success, 'error-codes': codes = [] } = Reply.parse(await reply.json());
      if (success) return { found: 'match' };
      if (codes.some((code) => /secret|internal-error/.test(code)))
        return { found: 'unavailable', retryIn, upstream: codes.join(' ') };
      return { found: 'wrong-answer', upstream: codes.join(' ') };
    } catch {
      return { found: 'unavailable', retryIn };
    }
  }

  return {
    countsFailures: false,
    async createChallenge() {
      const ticket = newId('ck');
      return { params: { kind: 'page', url: `${address}/captcha/${ticket}`, height }, check: { ticket, memo: '' } };
    },
    prepareCheck: (_proof, challenge) => async () => outcomeOf(challenge),
    page: { service, siteKey, examine },
  };
}

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
