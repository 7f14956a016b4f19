import type { further } from './further-words.js';

/**
 * Every text that a learner meets who passes at once, in Korean, its source language; the others are in
 * `further-words.ts`. `{…}` is filled in on render.
 * Style: short, polite, one instruction at a time, for a tired person on a small screen.
 */
export const korean = {
  title: '{what} 본인인증',
  /** By the checkpoint's kind. */
  kind: {
    enrolment: '과정 시작',
    lesson: '{number}차시',
    evaluation: '진행단계평가',
    exam: '시험',
    assignment: '과제 제출',
    login: '로그인',
    other: '',
  },
  step: '{of}단계 중 {n}단계',
  close: '닫기',
  start: '본인인증 시작하기',
  loading: '잠시만 기다려 주세요.',

  code: 'mOTP 앱의 {digits}자리 숫자',
  /** Unseen: the description of the field for screen readers. */
  automatic: '{digits}자리를 입력하면 바로 확인합니다.',
  submit: '인증하기',
  checking: '확인 중…',
  countdown: '{seconds}초 뒤에 번호가 바뀝니다.',
  /** Beside the countdown, for a moment after the code turned. */
  turned: '새 번호',

  length: '숫자 {digits}자리를 입력해 주세요.',

  more: '앱이 없거나 인증이 안 되나요?',

  verified: '확인되었습니다. 다음 화면으로 이동합니다.',
  /** The same where the page goes nowhere by itself. */
  verifiedHere: '확인되었습니다. 이어서 진행해 주세요.',
  required: '본인인증을 해 주세요.',

  retry: '다시 시도',
  failed: {
    offline: '인터넷이 끊겼습니다. 인터넷 연결을 확인하고 다시 시도해 주세요.',
    unreachable: '연결되지 않습니다. 인터넷 연결을 확인하고 다시 시도해 주세요.',
    timeout: '응답이 늦습니다. 잠시 뒤에 다시 시도해 주세요.',
    other: '일시적인 문제가 생겼습니다. 잠시 뒤에 다시 시도해 주세요.',
  },

  /** Empty until `further-words.ts` is loaded. */
  further: {} as typeof further,
};

/** The words of one language. */
export type Words = typeof korean;

/** Fills `{name}` with `values.name`. The result is text, never markup. */
export const fill = (sentence: string, values: Record<string, string | number | undefined>) =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
