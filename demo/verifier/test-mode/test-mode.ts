import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ChallengeRequest, SessionRequest, SiteverifyRequest, VerifyRequest } from 'mo-otp-gate/contract';
import { z } from 'zod';
import type { Clock } from '../domain/clock.js';
import { pageAssets, sendPage } from '../http/pages/pages.js';
import { authenticateSite } from '../http/authenticate-site.js';
import type { Sites } from '../store/sites.js';
import { cases, type Case } from './cases.js';
import { testModeResponder } from './responder.js';

const Return = z.object({ return: z.url({ protocol: /^https?$/ }).optional() });

/**
 * Test mode: sessions with fixed outcomes, beside the real ones, for integrators' tests. Anyone who knows their names
 * passes, so it must never run in production. Every answer has the header `Mo-Otp-Test-Mode` and, for test sessions,
 * the member `test`. `address` is the verifier's base URL, `prefix` its path.
 */
export function testMode(
  server: FastifyInstance,
  { store, clock, address, prefix }: { store: Sites; clock: Clock; address: string; prefix: string },
): void {
  const responder = testModeResponder(clock, `${address}/test-mode/check`);
  /** Leaves bodies that do not match the contract to the real route, which rejects them. */
  const withBody =
    <Schema extends z.ZodType>(schema: Schema, answer: (body: z.output<Schema>) => object | undefined) =>
    ({ body }: FastifyRequest) => {
      const read = schema.safeParse(body);
      return read.success ? answer(read.data) : undefined;
    };
  const asSite = (answer: (request: FastifyRequest) => object | undefined) => async (request: FastifyRequest) => {
    await authenticateSite(request, { store });
    return answer(request);
  };
  const answers = new Map<
    string | undefined,
    (request: FastifyRequest) => object | undefined | Promise<object | undefined>
  >([
    [`${prefix}/challenge`, withBody(ChallengeRequest, responder.ask)],
    [`${prefix}/verify`, withBody(VerifyRequest, responder.judge)],
    [`${prefix}/sessions`, asSite(withBody(SessionRequest, responder.open))],
    [
      `${prefix}/siteverify`,
      asSite(withBody(SiteverifyRequest, ({ token, idempotencyKey }) => responder.redeem(token, idempotencyKey))),
    ],
  ]);

  server.log.warn('Test mode is on: anyone who knows the name of a test session passes');
  server.addHook('onRequest', async (_request, reply) => void reply.header('mo-otp-test-mode', 'on'));
  server.addHook('preHandler', async (request, reply) => {
    const answer = await answers.get(request.routeOptions.url)?.(request);
    return answer && reply.send({ ...answer, test: true });
  });
  server.register(
    async (pages) => {
      pageAssets(pages);
      pages.get('', async () => ({ test: true, sessions: cases.map(listed) }));
      pages.get('/check', async (request, reply) => {
        const { return: back } = Return.parse(request.query);
        const ours = back !== undefined && (await store.isOriginOfAnySite(new URL(back).origin));
        return sendPage(reply, 'http/pages/message', {
          base: pages.prefix,
          title: '시험 모드입니다',
          text: '본인확인을 한 것으로 합니다. 창을 닫으셔도 됩니다.',
          ...(ours && { back }),
        });
      });
    },
    { prefix: `${prefix}/test-mode` },
  );
}

/** A session in the public list; sessions about a site's server have nothing to show in a page. */
const listed = ({ session, title, sessions, siteverify }: Case) => ({
  session,
  title,
  inPage: sessions === undefined && siteverify === undefined,
});
