import type { FastifyInstance, FastifyReply } from 'fastify';
import { comparableName } from '../../../identity/name.js';
import { sendPage } from '../../http/pages/pages.js';
import { learnerOf } from '../../crypto/session-learner.js';
import { kindOf } from '../check-rules.js';
import { over } from '../page-texts.js';
import { RequestNumber } from '../request-number.js';
import { identified, newClaim, sandboxClaims, type Claim } from './claim.js';
import { ByCode, ByIpin, ByPhone, carrierOf } from './forms.js';
import type { SandboxMeans } from './means.js';

/**
 * The sandbox's pages: the person's details, the code of the message, and a cancel button on each. They are stateless.
 * The last form is forwarded to the callback (307 keeps its fields), as real providers return by POST.
 */
export function sandboxPages(app: FastifyInstance, { smsOf, store, vault }: SandboxMeans): void {
  const base = app.prefix;
  const path = '/sandbox/:number';
  const claims = sandboxClaims(vault);

  const find = async (params: unknown) => {
    const { number } = RequestNumber.parse(params);
    const records = await store.request(number);
    const sms = records && !records.request.settled ? await smsOf(records.session) : undefined;
    return sms && records
      ? { sms, number, kind: kindOf(records.challenge), learner: learnerOf(records.session, vault) }
      : undefined;
  };
  type Found = NonNullable<Awaited<ReturnType<typeof find>>>;
  const callback = (number: string) => `${base}/return/${number}`;
  const gone = (reply: FastifyReply) => sendPage(reply.code(404), 'http/pages/message', { base, ...over });

  const show = (reply: FastifyReply, view: 'who' | 'code', { number, kind }: Found, more: object, wrong: string) =>
    sendPage(reply.code(wrong === '' ? 200 : 422), `providers/sandbox/${view}`, {
      base,
      title: kind === 'ipin' ? '아이핀 본인확인 (연습)' : '휴대폰 본인확인 (연습)',
      action: `${base}/sandbox/${number}`,
      callback: callback(number),
      kind,
      wrong,
      ...more,
    });
  const askWho = (reply: FastifyReply, found: Found, typed: object = {}, wrong = '') => {
    const { name, phone, birthDate = '' } = found.learner;
    return show(
      reply,
      'who',
      found,
      {
        carriers: ByPhone.shape.carrier.options,
        typed: { name, phone, birthDate: birthDate.replaceAll('-', ''), carrier: '', ...typed },
      },
      wrong,
    );
  };
  const askCode = (reply: FastifyReply, found: Found, claim: Claim, wrong = '') =>
    show(reply, 'code', found, { claim: claims.seal(claim, found.number) }, wrong);

  app.get(path, async (request, reply) => {
    const found = await find(request.params);
    return found ? askWho(reply, found) : gone(reply);
  });

  app.post(path, async (request, reply) => {
    const found = await find(request.params);
    if (!found) return gone(reply);
    const read = (found.kind === 'ipin' ? ByIpin : ByPhone).safeParse(request.body);
    if (!read.success) return askWho(reply, found, request.body as object, read.error.issues[0]!.message);
    const { name, birthDate, phone, carrier } = { phone: undefined, carrier: undefined, ...read.data };
    if (phone === undefined) return reply.redirect(callback(found.number), 307);
    const claim = newClaim(identified(comparableName(name), birthDate, phone, carrierOf[carrier!]));
    await found.sms.send({
      to: phone,
      text: `[본인확인 연습] 인증번호: ${claim.code}. 화면에 입력해 주세요. 다른 사람에게 알려 주지 마세요.`,
    });
    return askCode(reply, found, claim);
  });

  app.post(`${path}/code`, async (request, reply) => {
    const found = await find(request.params);
    const typed = ByCode.safeParse(request.body).data;
    const claim = found && typed && claims.open(typed.claim, found.number);
    if (!claim) return gone(reply);
    const triesLeft = claim.triesLeft - 1;
    if (typed.code === claim.code || triesLeft === 0) return reply.redirect(callback(found.number), 307);
    return askCode(
      reply,
      found,
      { ...claim, triesLeft },
      `인증번호가 다릅니다. ${triesLeft}번 더 입력하실 수 있습니다.`,
    );
  });
}
