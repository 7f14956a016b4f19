import { createHash } from 'node:crypto';
import type { Challenge, ChallengeReply, ProblemCode, Verdict } from 'mo-otp-gate/contract';

/** A screen of the gate: the fake verifier's replies and the input that lead to it. */
export interface Screen {
  id: string;
  /** Title on the page. */
  name: string;
  challenge: ChallengeReply | ProblemCode | 'silence';
  code?: string;
  /** Selector of what to press in the gate. */
  press?: string;
  verdict?: Verdict | 'silence';
}

const challenge = (more: Partial<Challenge> = {}) =>
  ({
    status: 'challenge',
    id: 'ch_example',
    method: 'motp',
    params: {
      digits: 6,
      period: 60,
      apps: { android: 'https://play.google.com/store', ios: 'https://www.apple.com/kr/app-store/' },
    },
    offers: ['motp', 'phone'],
    checkpoint: { kind: 'lesson', number: 9, step: { n: 1, of: 1 } },
    learner: { name: '홍길동', phone: '010-0000-1234' },
    attemptsLeft: 5,
    expiresIn: 3600,
    time: 0, // set when it is sent
    help: { phone: '02-0000-0000', guide: 'https://example.org/guide' },
    ...more,
  }) as Challenge;
const otherMethod = (method: Challenge['method'], params: object) =>
  challenge({
    method,
    params,
    offers: ['motp', 'web-otp', 'captcha', 'phone', 'ipin'],
    attemptsLeft: undefined,
  } as Partial<Challenge>);
const provider = { url: 'https://example.org/check', redirect: 'https://example.org/check' };
const codes = { digits: 6, period: 60 };
const salt = 'example';
const puzzle = {
  kind: 'work',
  algorithm: 'SHA-256',
  challenge: createHash('sha256').update(`${salt}640`).digest('hex'),
  salt,
  signature: 'example',
  maxNumber: 1000,
};
const mainButton = '[part=submit]';
const wrong = (attemptsLeft: number): Verdict => ({ status: 'rejected', reason: 'wrong-code', attemptsLeft });

/** Every phase that a learner can see, and the challenge of every method. */
export const screens: Screen[] = [
  { id: 'answering', name: '인증번호 입력', challenge: challenge() },
  { id: 'help', name: '다른 방법과 도움말', challenge: challenge(), press: 'summary' },
  { id: 'requesting', name: '불러오는 중', challenge: 'silence' },
  {
    id: 'two-checks',
    name: '연속 두 번 인증',
    challenge: challenge({ checkpoint: { kind: 'enrolment', step: { n: 1, of: 2 } } }),
  },
  { id: 'checking', name: '확인하는 중', challenge: challenge(), code: '123456', verdict: 'silence' },
  { id: 'wrong-code', name: '틀린 번호', challenge: challenge(), code: '123456', verdict: wrong(4) },
  {
    id: 'last-try',
    name: '마지막 시도',
    challenge: challenge({ attemptsLeft: 2, unlock: ['phone', 'ipin'] }),
    code: '123456',
    verdict: wrong(1),
  },
  {
    id: 'mismatch',
    name: '앱 정보가 다름',
    challenge: challenge(),
    code: '123456',
    verdict: { status: 'rejected', reason: 'mismatch', attemptsLeft: 5 },
  },
  {
    id: 'unavailable',
    name: 'mOTP 장애',
    challenge: challenge({ offers: ['motp', 'web-otp', 'phone', 'ipin'] }),
    code: '123456',
    verdict: { status: 'unavailable', retryIn: 30 },
  },
  { id: 'phone', name: '휴대폰 본인확인', challenge: otherMethod('phone', provider) },
  {
    id: 'phone-blocked',
    name: '새 창이 막힘',
    challenge: otherMethod('phone', { ...provider, url: 'about:blank' }),
    press: mainButton,
  },
  { id: 'ipin', name: '아이핀(i-PIN)', challenge: otherMethod('ipin', provider) },
  { id: 'captcha', name: '자동입력 방지', challenge: otherMethod('captcha', puzzle) },
  {
    id: 'captcha-working',
    name: '자동입력 방지, 계산 중',
    challenge: otherMethod('captcha', puzzle),
    press: mainButton,
    verdict: 'silence',
  },
  {
    id: 'web-otp-new',
    name: '웹 OTP 등록',
    challenge: otherMethod('web-otp', { state: 'new', ...codes, ...provider }),
  },
  {
    id: 'web-otp',
    name: '웹 OTP 번호',
    challenge: otherMethod('web-otp', {
      state: 'enrol',
      ...codes,
      device: 'example',
      key: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3',
    }),
  },
  {
    id: 'web-otp-elsewhere',
    name: '웹 OTP, 다른 브라우저',
    challenge: otherMethod('web-otp', { state: 'registered', ...codes, device: 'elsewhere' }),
  },
  { id: 'expired', name: '시간 지남', challenge: challenge({ expiresIn: 1 }) },
  {
    id: 'locked',
    name: '잠김',
    challenge: {
      status: 'locked',
      unlock: ['phone', 'ipin'],
      help: { phone: '02-0000-0000', guide: 'https://example.org/guide' },
    },
  },
  { id: 'failed', name: '점검 중', challenge: 'maintenance' },
  {
    id: 'verified',
    name: '인증 완료',
    challenge: challenge(),
    code: '123456',
    verdict: { status: 'verified', token: 'example', method: 'motp', expiresIn: 300 },
  },
];
