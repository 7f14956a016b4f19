import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { comparableName, comparablePhone, isMobile } from '../../learner.js';
import type { SmsSender } from '../../sms/sms.js';
import { sendPage } from '../../pages/pages.js';
import type { IdentityAnswer } from '../provider.js';
import { identified, newCode, tries, type SandboxCheck, type SandboxChecks } from './check.js';

const Where = z.object({ number: z.string() });
const name = z.string().trim().min(1, '이름을 입력해 주세요.').max(100);
const birthDate = z.string().transform((text) => text.replace(/\D/g, '')).pipe(z.string().regex(/^(19|20)\d{6}$/, '생년월일 여덟 자리를 입력해 주세요. 예: 19900101'));
const ByPhone = z.object({
  carrier: z.enum(['SKT', 'KT', 'LG U+', '알뜰폰'], '통신사를 골라 주세요.'),
  name,
  birthDate,
  phone: z.string().transform(comparablePhone).refine(isMobile, '휴대폰 번호를 입력해 주세요. 예: 010-0000-1234'),
});
const ByIpin = z.object({ name, birthDate });
const Code = z.object({ code: z.string().transform((text) => text.replace(/\D/g, '')) });

const over = { title: '시간이 지났습니다', text: '창을 닫고, 학습하던 화면에서 다시 시작해 주세요.' };

/** The sandbox's own pages: who are you, the code of the message, and a way out on each. */
export function sandboxPages(app: FastifyInstance, checks: SandboxChecks, sms: SmsSender): void {
  const base = app.prefix;
  const path = '/sandbox/:number';
  const find = (params: unknown) => {
    const { number } = Where.parse(params);
    const check = checks.get(number);
    return check && !check.answer ? { number, check } : undefined;
  };
  const gone = (reply: FastifyReply) => sendPage(reply.code(404), 'pages/message', { base, ...over });
  const show = (reply: FastifyReply, view: 'who' | 'code', number: string, check: SandboxCheck, more: { wrong?: string; typed?: object } = {}) =>
    sendPage(reply.code(more.wrong === undefined ? 200 : 422), `providers/sandbox/${view}`, {
      base,
      title: check.kind === 'ipin' ? '아이핀 본인확인 (연습)' : '휴대폰 본인확인 (연습)',
      action: `${base}/sandbox/${number}`,
      kind: check.kind,
      carriers: ByPhone.shape.carrier.options,
      typed: { name: check.learner.name, phone: check.learner.phone, birthDate: check.learner.birthDate ?? '', carrier: '', ...more.typed },
      wrong: more.wrong ?? '',
    });
  const answer = (reply: FastifyReply, check: SandboxCheck, said: IdentityAnswer) => {
    check.answer = said;
    return reply.redirect(check.callback, 303);
  };

  app.get(path, async (request, reply) => {
    const found = find(request.params);
    return found ? show(reply, 'who', found.number, found.check) : gone(reply);
  });

  app.post(path, async (request, reply) => {
    const found = find(request.params);
    if (!found) return gone(reply);
    const { number, check } = found;
    const read = (check.kind === 'ipin' ? ByIpin : ByPhone).safeParse(request.body);
    if (!read.success) return show(reply, 'who', number, check, { wrong: read.error.issues[0]!.message, typed: request.body as object });
    const { phone } = { phone: undefined, ...read.data };
    const person = identified(comparableName(read.data.name), read.data.birthDate, phone);
    if (phone === undefined) return answer(reply, check, { said: 'person', person, transaction: `sandbox-${number}` });
    check.claimed = { person, code: newCode(), triesLeft: tries };
    await sms.send({ to: phone, text: `[본인확인 연습] 인증번호 ${check.claimed.code}를 입력해 주세요. 다른 사람에게 알려 주지 마세요.` });
    return show(reply, 'code', number, check);
  });

  app.post(`${path}/code`, async (request, reply) => {
    const found = find(request.params);
    if (!found?.check.claimed) return gone(reply);
    const { number, check } = found;
    const { claimed } = found.check;
    const typed = Code.safeParse(request.body).data?.code;
    if (typed === claimed.code) return answer(reply, check, { said: 'person', person: claimed.person, transaction: `sandbox-${number}` });
    claimed.triesLeft -= 1;
    if (claimed.triesLeft === 0) return answer(reply, check, { said: 'failed', code: 'SMS_CODE' });
    return show(reply, 'code', number, check, { wrong: `인증번호가 다릅니다. ${claimed.triesLeft}번 더 입력하실 수 있습니다.` });
  });

  app.post(`${path}/cancel`, async (request, reply) => {
    const found = find(request.params);
    return found ? answer(reply, found.check, { said: 'cancelled', code: 'CANCELLED' }) : gone(reply);
  });
}
