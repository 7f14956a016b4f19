import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { problems } from 'mo-otp-gate/contract';
import { isEnded } from '../domain/gatekeeper.js';
import { sessionOrigins } from '../http/session-origins.js';
import { label } from '../http/request-labels.js';
import { asProblem } from '../http/problem.js';
import { requestFacts } from '../http/request-facts.js';
import type { Session } from '../domain/model.js';
import type { VerifierDependencies } from '../http/dependencies.js';
import type { CheckOutcome } from './identity-checks.js';
import { pageAssets, sendPage } from '../http/pages/pages.js';
import { over } from './page-texts.js';
import { portonePage } from './portone/page.js';
import { sandboxPages } from './sandbox/pages.js';
import { kindOf } from './check-rules.js';
import { RequestNumber } from './request-number.js';

const Ticket = z.object({ ticket: z.string().max(64) });
const Return = z.object({
  return: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    // a name and a password before the host look like another host
    .refine((url) => URL.canParse(url) && new URL(url).username === '' && new URL(url).password === '')
    .transform((url) => new URL(url).href)
    .optional(),
});
const Fields = z.record(z.string(), z.string().max(8192)).catch({});

const endings = {
  done: { title: '확인을 마쳤습니다', text: '창을 닫으셔도 됩니다. 학습하던 화면에서 이어집니다.' },
  cancelled: { title: '확인을 그만두었습니다', text: '창을 닫고, 학습하던 화면에서 다시 시작하실 수 있습니다.' },
  'not-same-person': {
    title: '확인하지 못했습니다',
    text: '학습자 본인의 정보로 다시 확인해 주세요. 창을 닫으셔도 됩니다.',
  },
  refused: {
    title: '이 확인은 쓸 수 없습니다',
    text: '이미 끝났거나 잘못된 확인입니다. 창을 닫고, 학습하던 화면에서 다시 시작해 주세요.',
  },
  unavailable: {
    title: '지금은 확인할 수 없습니다',
    text: '창을 닫고, 학습하던 화면에서 다른 방법을 고르거나 잠시 뒤에 다시 시도해 주세요.',
  },
} satisfies Record<CheckOutcome['status'], { title: string; text: string }>;
const unreachable = {
  title: '지금은 확인할 수 없습니다',
  text: '본인확인 서비스에 연결되지 않았습니다. 창을 닫고, 잠시 뒤에 다시 시도하거나 다른 방법을 골라 주세요.',
};
const tooMany = { title: '여러 번 시도했습니다', text: '창을 닫고, 학습하던 화면에서 처음부터 다시 시작해 주세요.' };
const elsewhere = { title: '돌아갈 곳을 알 수 없습니다', text: '창을 닫고, 학습하던 화면에서 다시 시작해 주세요.' };

/** `/identity/…`: the pages that lead a learner's window to an identity provider and back. */
export function identityRoutes(
  app: FastifyInstance,
  { store, vault, clock, limiter, sites, address }: VerifierDependencies,
): void {
  const base = app.prefix;
  // these routes answer people, so errors are pages
  app.setErrorHandler((error, request, reply) => {
    const { code, title, more } = asProblem(error);
    label(request, { code, title });
    if (code === 'internal') {
      request.log.error({ err: error });
      return sendPage(reply.code(503), 'http/pages/message', { base, ...unreachable });
    }
    return sendPage(reply.code(problems[code]).headers(more.headers ?? {}), 'http/pages/message', {
      base,
      ...(code === 'too-many-requests' ? tooMany : endings.refused),
    });
  });
  void app.register(formbody);
  pageAssets(app);
  void app.register(async (pages) => {
    pages.addHook('preHandler', (request) => limiter.admit(request));
    sandboxPages(pages, {
      store,
      vault,
      smsOf: async (session) => {
        const site = await sites.of(session);
        return site.identity.provider.name === 'sandbox' ? site.sms : undefined;
      },
    });
    portonePage(
      pages,
      async (number) => {
        const asked = await store.request(number);
        return asked && sites.of(asked.session);
      },
      address,
    );
  });

  app.get('/:ticket', async (request, reply) => {
    const { ticket } = Ticket.parse(request.params);
    const checked = await store.checkByTicket(ticket);
    await limiter.admit(request, checked?.session);
    if (!checked || isEnded(checked, clock.now()) || checked.challenge.check?.outcome?.found === 'match')
      return sendPage(reply.code(404), 'http/pages/message', { base, ...over });
    const returnTo = Return.safeParse(request.query);
    if (!returnTo.success || !(await mayReturn(returnTo.data.return, checked.session)))
      return sendPage(reply.code(400), 'http/pages/message', { base, ...elsewhere });
    const site = await sites.of(checked.session);
    if (site.isOff(kindOf(checked.challenge))) {
      await site.identity.giveUp(checked.challenge);
      return sendPage(reply.code(503), 'http/pages/message', { base, ...endings.unavailable });
    }
    const destination = await site.identity.start(checked, returnTo.data.return ?? null, clock.now());
    if (destination === 'too-many') return sendPage(reply.code(429), 'http/pages/message', { base, ...tooMany });
    if ('url' in destination) return reply.redirect(destination.url, 303);
    // browsers apply form-action to redirects too, and a provider's redirects are not known
    return sendPage(
      reply,
      'http/pages/forward',
      { base, title: '본인확인', ...destination.form },
      { forms: ['https:', new URL(destination.form.action).origin] },
    );
  });

  app.route({
    method: ['GET', 'POST'],
    url: '/return/:number',
    async handler(request, reply) {
      const { number } = RequestNumber.parse(request.params);
      const fields = Fields.parse(request.method === 'GET' ? request.query : request.body);
      const asked = await store.request(number);
      await limiter.admit(request, asked?.session);
      if (!asked) return ended(reply, { status: 'refused' });
      const { identity } = await sites.of(asked.session);
      return ended(reply, await identity.finish(asked, fields, requestFacts(request, clock.now())));
    },
  });

  function ended(reply: FastifyReply, { status, session, request }: CheckOutcome) {
    const back = status === 'refused' ? null : request?.returnTo;
    return sendPage(reply.code(status === 'refused' ? 400 : 200), 'http/pages/message', {
      base,
      ...endings[status],
      back,
      origin: session?.origin,
    });
  }

  /** Whether a learner may return to this address: only to the session's origins. */
  async function mayReturn(address: string | undefined, session: Session): Promise<boolean> {
    if (address === undefined) return true;
    return (await sessionOrigins(session, store)).includes(new URL(address).origin);
  }
}
