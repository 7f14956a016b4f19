/** The pages and logins of the two small sites for Node. A real site has its own. */
import { randomUUID } from 'node:crypto';

const { env } = process;
export const settings = {
  verifier: env.VERIFIER_URL,
  secret: env.SITE_SECRET,
  origin: env.SITE_ORIGIN,
  timeout: Number(env.TIMEOUT ?? 5) * 1000,
  observe: env.OBSERVE === 'yes',
};
export const logins = {
  kim: { ref: 'learner-1', name: '김하나', phone: '010-0000-1234' },
  lee: { ref: 'learner-2', name: '이두리', phone: '010-0000-5678' },
};
const titles = { evaluation: '진행단계 평가', exam: '최종 시험', assignment: '과제' };
const here = { course: 'SAFETY', class: 'SAFETY,2026-1' };

export function checkpointOf(path) {
  const [, kind, , number] = /^\/(lesson|evaluation|exam|assignment)(\/([1-9]\d{0,2}))?$/.exec(path) ?? [];
  if (!kind || (kind === 'lesson') !== (number !== undefined)) return undefined;
  return { kind, ...here, ...(number !== undefined && { number: Number(number) }) };
}

const loader = `<script src="${env.GATE_ASSETS}/loader.js" data-verifier="${env.VERIFIER_URL}" async></script>`;
export const page = (title, body = '') =>
  `<!doctype html><html lang="ko"><meta charset="utf-8"><title>${title}</title>${loader}<h1>${title}</h1>${body}`;
const gated = (path, text) => `<p><a href="${path}" data-mo-otp-gate="/gate${path}">${text}</a></p>`;

export const refusal = (status, path) =>
  status === 403
    ? page('본인확인이 필요합니다', gated(path, '본인확인하고 들어가기'))
    : page('지금은 본인확인을 할 수 없습니다', `<a href="${path}">다시 시도하기</a>`);
export const loginPage = page(
  '먼저 로그인해 주세요',
  '<a href="/login/kim">김하나</a> <a href="/login/lee">이두리</a>',
);
export const coursePage = page(
  '강의 목록',
  [1, 2, 9, 10].map((number) => gated(`/lesson/${number}`, `${number}차시`)).join('') +
    gated('/evaluation', titles.evaluation) +
    gated('/exam', titles.exam) +
    '<p><a href="/assignment">과제</a></p>',
);
export const submittedPage = page('제출했습니다', '<a href="/course">강의 목록</a>');
export function checkpointPage({ kind, number }) {
  if (kind === 'lesson') return page(`${number}차시`, '<a href="/course">강의 목록</a>');
  const gate = kind === 'assignment' ? ' data-mo-otp-gate="/gate/assignment"' : '';
  return page(titles[kind], `<form method="post" action="/${kind}"${gate}><button>제출하기</button></form>`);
}

/** Sessions in memory, by cookie. A real site has its own session store. */
const sessions = new Map();
export function sessionOf(cookie = '', setCookie) {
  const id = /(?:^|; )site=([\w-]+)/.exec(cookie)?.[1];
  if (id && sessions.has(id)) return sessions.get(id);
  const fresh = randomUUID();
  sessions.set(fresh, {});
  setCookie(`site=${fresh}; Path=/; HttpOnly; SameSite=Lax`);
  return sessions.get(fresh);
}
