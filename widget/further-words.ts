/** The texts of a wrong code, a lock, a failure and a second step, in Korean. Loaded when one of them is needed. */
export const further = {
  stepDone: '{n}단계를 마쳤습니다.',
  unlocked: '잠금이 풀렸습니다. 앱의 인증번호를 입력해 주세요.',
  waitForCode: '새 인증번호를 기다려 주세요.',
  newCode: '새 인증번호가 나왔습니다. 앱을 보고 입력해 주세요.',
  'wrong-code': '인증번호가 맞지 않습니다.',
  repeated: '방금 틀린 인증번호입니다. 앱에 보이는 번호를 확인해 주세요.',
  'used-code': '이미 사용한 인증번호입니다. 번호가 바뀌면 새 번호를 입력해 주세요.',
  mismatch: '위의 이름과 휴대폰 번호가 앱에 등록한 것과 다르면 훈련기관에 문의해 주세요.',
  unavailable: '지금은 ‘{method}’ 방법을 쓸 수 없습니다. 아래 방법으로 인증해 주세요.',
  /** The same where the verifier offers no other method. */
  unavailableAlone: '지금은 인증할 수 없습니다. {seconds}초 뒤에 다시 시도하고, 계속되면 훈련기관에 문의해 주세요.',
  attemptsLeft: '{left}번 더 틀리면 잠깁니다.',
  lastTry: '마지막 기회입니다. 번호를 다시 확인하고 ‘{button}’ 버튼을 눌러 주세요.',
  lockMeans: '틀리면 잠깁니다. 푸는 방법: {methods}',
  /** How the names of methods follow each other. */
  list: '{one}, {other}',
  clock: '휴대폰 시간이 다르면 번호가 맞지 않습니다. 날짜와 시간을 ‘자동 설정’으로 바꿔 주세요.',
  /** The same where the authority counts Korean time, not UTC. */
  koreanClock: '휴대폰 시간이 다르면 번호가 맞지 않습니다. 한국 시간으로 맞춰 주세요.',
  expired: '인증 시간이 지났습니다. ‘{button}’ 버튼을 눌러 주세요.',
  locked: '인증번호를 여러 번 틀려 잠겼습니다.',
  unlock: '아래 방법으로 본인확인을 하면 바로 풀립니다.',
  noUnlock: '훈련기관에 문의해 주세요.',
  retryIn: '{seconds}초 뒤에 다시 시도',
  startOver: '닫고 처음부터 하기',
  cancel: '취소',
  /** The disclosure below another method than the app. */
  moreOther: '다른 방법과 도움말',
  failed: {
    'unknown-session': '인증 시간이 지났습니다. 인증 화면을 닫고 처음부터 다시 시작해 주세요.',
    'not-configured': '이 사이트에서는 본인인증을 할 수 없습니다. 훈련기관에 문의해 주세요.',
    'too-many-requests': '지금 접속이 많습니다. 1분 뒤에 다시 시도해 주세요.',
    maintenance: '점검 중입니다. 잠시 뒤에 다시 시도해 주세요.',
  },

  app: { android: 'Play 스토어에서 앱 받기', ios: 'App Store에서 앱 받기', web: '앱을 웹에서 열기' },
  method: {
    motp: 'mOTP 앱',
    'web-otp': '웹 OTP',
    captcha: '자동입력 방지(캡차)',
    phone: '휴대폰 본인확인',
    ipin: '아이핀(i-PIN)',
  },
  help: { phone: '전화 {address}', remote: '원격 지원', chat: '채팅 상담', guide: '인증 안내', manual: '사용 설명서' },
  noHelp: '도움이 필요하면 훈련기관에 문의해 주세요.',
  /** Unseen: after the name of a link that opens a window. */
  newWindow: '새 창',
};
