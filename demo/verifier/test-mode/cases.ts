import {
  methods,
  problems,
  Grant,
  Reason,
  SiteverifyReply,
  type MethodId,
  type ProblemCode,
  type Verdict,
} from 'mo-otp-gate/contract';

/** Why a token is refused. */
export type TokenError = Extract<SiteverifyReply, { success: false }>['error'];
type OtherVerdict = Exclude<Verdict, { status: 'verified' }>;

/** A session of test mode: its outcome is the same for every use. */
export interface Case {
  session: string;
  /** Its title in Korean, for the playground. */
  title: string;
  /** The reply to `POST /sessions`. */
  sessions?: 'not-required' | ProblemCode;
  /** The default method, which `challenge` and `verify` apply to; every other method succeeds. */
  method: MethodId;
  /** The reply to `POST /challenge` instead of a challenge. */
  challenge?: 'locked' | ProblemCode;
  /** The verdict on every answer but {@link rightCode}. */
  verify: 'verified' | OtherVerdict | ProblemCode;
  /** The scope of the grant that its token redeems for; default: `entry`. */
  grant?: Grant['scope'];
  /** The error of `POST /siteverify`. */
  siteverify?: TokenError | ProblemCode;
}

/** The code that succeeds in every session, so that a test can continue after the failure. */
export const rightCode = '000000';
/** The methods that unlock. */
export const unlock: MethodId[] = ['phone', 'ipin'];

const methodNames: Record<MethodId, string> = {
  motp: 'mOTP 앱',
  'web-otp': '웹 OTP',
  captcha: '캡차',
  phone: '휴대폰 본인확인',
  ipin: '아이핀',
};
const codes = Object.keys(problems) as ProblemCode[];

const rejections: Record<Reason, Pick<Case, 'title' | 'method'>> = {
  'wrong-code': { title: '틀린 번호', method: 'motp' },
  'used-code': { title: '이미 쓴 번호', method: 'motp' },
  mismatch: { title: '앱에 등록한 사람이 다름', method: 'motp' },
  'wrong-answer': { title: '틀린 캡차', method: 'captcha' },
  'not-same-person': { title: '다른 사람이 본인확인을 함', method: 'phone' },
  cancelled: { title: '본인확인을 그만둠', method: 'phone' },
};

const verdicts: {
  [Status in Exclude<OtherVerdict['status'], 'rejected'>]: Pick<Case, 'title' | 'method'> & {
    verify: Extract<OtherVerdict, { status: Status }>;
  };
} = {
  pending: { title: '끝나지 않는 본인확인', method: 'phone', verify: { status: 'pending', retryIn: 1 } },
  unlocked: { title: '다음 단계가 남음', method: 'motp', verify: { status: 'unlocked' } },
  expired: { title: '시간 지남', method: 'motp', verify: { status: 'expired' } },
  locked: { title: '이번에 틀려서 잠김', method: 'motp', verify: { status: 'locked', unlock } },
  unavailable: { title: '지금은 쓸 수 없는 방법', method: 'motp', verify: { status: 'unavailable', retryIn: 30 } },
};

const tokenErrors: Record<TokenError, string> = {
  used: '이미 쓴 토큰',
  expired: '오래된 토큰',
  invalid: '확인할 수 없는 토큰',
};

/** Problems that these routes never answer with. */
const impossible = {
  sessions: ['unknown-challenge', 'unsupported-method'],
  challenge: ['unknown-challenge'],
  verify: ['unknown-session'],
  siteverify: ['forbidden-origin', 'unknown-challenge', 'unsupported-method'],
} satisfies Record<string, ProblemCode[]>;
const asked = { sessions: '세션을 열 때', challenge: '물을 때', verify: '답할 때', siteverify: '토큰을 확인할 때' };
/** A session for each problem of one route. */
const troubled = (question: keyof typeof asked): Case[] =>
  codes
    .filter((code) => !(impossible[question] as ProblemCode[]).includes(code))
    .map((code) => ({
      session: `test_${question}_${code}`,
      title: `${asked[question]} 오류 (${code})`,
      method: 'motp',
      verify: 'verified',
      [question]: code,
    }));

const grantTitles: Record<Grant['scope'], string> = {
  entry: '통과, 한 번 들어가기',
  day: '통과, 오늘 하루',
  once: '통과, 이 차시 계속',
};

const attemptsLeft = 4;

/**
 * Every session of test mode, derived from the contract: a new method, reason, status or problem gets its session
 * automatically, or does not compile.
 */
export const cases: Case[] = [
  { session: 'test_verified', title: '무엇을 넣어도 통과', method: 'motp', verify: 'verified' },
  ...(Object.keys(methods) as MethodId[]).map((method): Case => ({
    session: `test_verified_${method}`,
    title: `통과: ${methodNames[method]}`,
    method,
    verify: 'verified',
  })),
  ...Grant.shape.scope.options.map((grant): Case => ({
    session: `test_grant_${grant}`,
    title: grantTitles[grant],
    method: 'motp',
    verify: 'verified',
    grant,
  })),
  ...Reason.options.map((reason): Case => {
    const { title, method } = rejections[reason];
    return {
      session: `test_rejected_${reason}`,
      title,
      method,
      verify: { status: 'rejected', reason, ...(method === 'motp' && { attemptsLeft }) },
    };
  }),
  ...Object.values(verdicts).map((one): Case => ({ session: `test_${one.verify.status}`, ...one })),
  {
    session: 'test_challenge_locked',
    title: '처음부터 잠겨 있음',
    method: 'motp',
    challenge: 'locked',
    verify: 'verified',
  },
  ...troubled('challenge'),
  ...troubled('verify'),
  {
    session: 'test_sessions_not-required',
    title: '확인이 필요 없음',
    method: 'motp',
    sessions: 'not-required',
    verify: 'verified',
  },
  ...troubled('sessions'),
  ...SiteverifyReply.options[1].shape.error.options.map((error): Case => ({
    session: `test_siteverify_${error}`,
    title: tokenErrors[error],
    method: 'motp',
    verify: 'verified',
    siteverify: error,
  })),
  ...troubled('siteverify'),
];
