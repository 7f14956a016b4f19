/**
 * Every sentence of the operator's pages. Short, one task each: the operator may have an inspector on the telephone.
 */
export const korean = {
  lang: 'ko',
  title: '본인인증 기록',
  /** A count in this language's format. */
  number: (count: number) => count.toLocaleString('ko'),

  enter: '운영자 로그인',
  secret: '운영자 비밀키',
  secretHint: '교육기관의 시스템 담당자가 드린 비밀키를 붙여 넣어 주세요.',
  login: '로그인',
  noted: '누가 누구의 기록을 보았는지 남습니다.',
  logout: '로그아웃',
  wrongSecret: '비밀키가 맞지 않습니다. 빠진 글자가 없는지 확인해 주세요.',
  loggedOut: '30분 동안 쓰지 않아 로그아웃되었습니다. 다시 로그인해 주세요.',

  search: '찾기',
  learner: '학습자 ID',
  course: '과정 코드',
  from: '시작일',
  to: '종료일',
  wrongPeriod: '기간을 확인해 주세요. 종료일이 시작일보다 빠릅니다.',

  found: '기록 {count}건',
  none: '이 조건에 맞는 기록이 없습니다. 기간을 넓혀 보세요.',
  verified: '인증',
  failed: '실패',
  outages: '장애',
  total: '전체',
  meaning: '장애는 인증 기관이 응답하지 않은 시도입니다. 인증 전에 거치는 확인은 셋 중 어디에도 세지 않습니다.',
  overTime: '날짜별 현황',
  chart: '날짜별 인증, 실패, 장애 건수 그래프. 같은 숫자가 아래 표에 있습니다.',
  asTable: '표로 보기',
  date: '날짜',

  attempts: '인증 시도',
  newestFirst: '최근 시도가 위에 있습니다. 시각은 한국 시각입니다.',
  time: '시각',
  courseAndClass: '과정과 기수',
  checkpoint: '구분',
  verificationMethod: '인증 수단',
  result: '결과',
  answer: '기관 응답',
  try: '시도',
  ip: 'IP',
  pages: '쪽 이동',
  page: '{of}쪽 중 {page}쪽',
  newer: '이전 쪽',
  older: '다음 쪽',

  download: '내려받기',
  downloadHint: '찾은 기록을 모두 담습니다. 브라우저 정보와 해시도 있습니다.',
  csv: 'CSV (엑셀)',
  json: 'JSON',

  whole: '기록의 무결성',
  wholeHint: '모든 기록이 처음 남긴 그대로인지, 빠진 것이 없는지 다시 계산합니다.',
  prove: '지금 확인하기',
  proven: '학습자 {chains}명의 기록 {entries}건이 모두 온전합니다.',
  faults: '학습자 {count}명의 기록이 온전하지 않습니다. 시스템 담당자에게 알려 주세요.',
  keep: '한 달에 한 번 JSON을 내려받아 따로 보관해 주세요. 기록을 통째로 바꾸어도 그 파일과 비교하면 드러납니다.',

  tooMany: '요청이 너무 많습니다. 1분 뒤에 다시 해 주세요.',
  broken: '지금은 보여 드릴 수 없습니다. 잠시 뒤에 다시 해 주세요.',
  back: '처음으로',

  kind: {
    enrolment: '과정 시작',
    lesson: '{number}차시',
    evaluation: '진행단계평가',
    exam: '시험',
    assignment: '과제',
    login: '로그인',
    other: '기타',
  },
  method: { motp: 'mOTP 앱', 'web-otp': '웹 OTP', captcha: '캡차', phone: '휴대폰 본인확인', ipin: '아이핀' },
  status: {
    verified: '인증',
    rejected: '실패',
    locked: '잠김',
    expired: '시간 지남',
    unavailable: '장애',
    unlocked: '인증 전 확인',
  },
  reason: {
    'wrong-code': '틀린 번호',
    'used-code': '이미 쓴 번호',
    mismatch: '앱에 등록한 정보와 다름',
    'wrong-answer': '캡차 틀림',
    'not-same-person': '다른 사람',
    cancelled: '취소',
  },
};

export type Words = typeof korean;
