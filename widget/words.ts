/**
 * Every text of the gate, in Korean, its source language. `{…}` is filled in on render.
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
  purpose: '{what} 전에 본인인지 확인합니다.',
  once: '이 과정을 처음 시작할 때 한 번만 합니다.',
  step: '{of}단계 중 {n}단계',
  close: '닫기',
  loading: '잠시만 기다려 주세요.',

  name: '이름',
  phone: '휴대폰 번호',
  sameAsApp: 'mOTP 앱에 등록한 정보와 같아야 합니다. 다르면 교육기관에 문의해 주세요.',
  openApp: '휴대폰에서 mOTP 앱을 열어 주세요.',
  typeCode: '앱에 보이는 숫자 {digits}자리를 입력해 주세요.',
  code: '인증번호 {digits}자리',
  automatic: '{digits}자리를 입력하면 바로 확인합니다.',
  submit: '인증하기',
  checking: '확인 중입니다.',
  cancel: '취소',
  nextCode: '앞에서 쓴 번호는 다시 쓸 수 없습니다. 번호가 바뀌면 새 번호를 입력해 주세요.',
  countdown: '{seconds}초 뒤에 번호가 바뀝니다.',
  clock: '휴대폰의 날짜와 시간이 ‘자동 설정’인지 확인해 주세요.',
  abroad: '외국에 계시거나 이 기기의 시계가 맞지 않습니다.',
  noApp: 'mOTP 앱이 없으신가요?',
  app: { android: 'Play 스토어에서 받기', ios: 'App Store에서 받기', web: '웹에서 열기' },

  length: '숫자 {digits}자리를 입력해 주세요.',
  'wrong-code': '번호가 맞지 않습니다.',
  repeated: '방금 틀린 번호입니다.',
  lookAgain: '앱에 보이는 번호를 확인해 주세요.',
  'used-code': '이미 사용한 번호입니다. 번호가 바뀌면 새 번호를 입력해 주세요.',
  mismatch: '위의 이름과 휴대폰 번호가 앱에 등록한 것과 같은지 비교해 주세요.',
  unavailable: '지금은 이 방법으로 확인할 수 없습니다. 다른 방법을 골라 주세요.',
  attemptsLeft: '{left}번 더 틀리면 잠깁니다.',
  beforeLock: '한 번 더 틀리면 잠깁니다. 잠기면 휴대폰 본인확인을 해야 합니다.',

  others: '다른 방법으로 인증하기',
  method: {
    motp: 'mOTP 앱',
    'web-otp': '웹 OTP',
    captcha: '자동입력 방지(캡챠)',
    phone: '휴대폰 본인확인',
    ipin: '아이핀',
  },

  expired: '시간이 지났습니다. 아래 버튼을 눌러 주세요.',
  locked: '번호를 여러 번 틀려서 잠겼습니다.',
  unlock: '아래 방법으로 본인확인을 하면 다시 쓸 수 있습니다.',
  noUnlock: '교육기관에 문의해 주세요.',
  verified: '본인인증을 마쳤습니다. 이제 이어서 진행할 수 있습니다.',
  required: '본인인증을 해 주세요.',

  retry: '다시 시도',
  failed: {
    offline: '인터넷이 끊겼습니다. 인터넷 연결을 확인하고 다시 시도해 주세요.',
    unreachable: '연결되지 않습니다. 인터넷 연결을 확인하고 다시 시도해 주세요.',
    timeout: '응답이 늦습니다. 잠시 뒤에 다시 시도해 주세요.',
    'unknown-session': '시간이 지났습니다. 창을 닫고 처음부터 다시 시도해 주세요.',
    'not-configured': '이 사이트에서는 본인인증을 할 수 없습니다. 교육기관에 문의해 주세요.',
    'too-many-requests': '요청이 너무 많습니다. 1분 뒤에 다시 시도해 주세요.',
    maintenance: '점검 중입니다. 잠시 뒤에 다시 시도해 주세요.',
    other: '일시적인 문제가 생겼습니다. 잠시 뒤에 다시 시도해 주세요.',
  },

  help: { phone: '전화 {address}', remote: '원격 지원', chat: '채팅 상담', guide: '인증 안내', manual: '설명서' },
};

/** The words of one language. */
export type Words = typeof korean;

/** Fills `{name}` with `values.name`. The result is text, never markup. */
export const fill = (sentence: string, values: Record<string, string | number | undefined>) =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
