/** Arbitraries of every reply that the contract allows. */
import fc from 'fast-check';
import type { ChallengeReply, MethodId, Verdict } from '../../widget/contract.js';

const overTheWire = <T>(value: unknown) => JSON.parse(JSON.stringify(value)) as T;
const text = fc.string({ minLength: 1 });
const seconds = fc.integer({ min: 1, max: 900 });
const tries = fc.nat(5);
const url = fc.webUrl();
const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });
const key = fc.string({ unit: fc.constantFrom(...'AZaz09-_'), minLength: 27, maxLength: 27 });

const codes = { digits: fc.integer({ min: 4, max: 10 }), period: seconds };
const elsewhere = { url, redirect: url };
const params = {
  motp: fc.record(
    { ...codes, apps: fc.record({ android: url, ios: url, web: url }, { requiredKeys: [] }) },
    { requiredKeys: ['digits', 'period'] },
  ),
  'web-otp': fc.oneof(
    fc.record({ state: fc.constant('new'), ...codes, ...elsewhere }),
    fc.record({ state: fc.constant('enrol'), ...codes, device: text, key }),
    fc.record({ state: fc.constant('registered'), ...codes, device: text }),
  ),
  captcha: fc.oneof(
    fc.record({
      kind: fc.constant('work'),
      algorithm: fc.constant('SHA-256'),
      challenge: hex,
      salt: text,
      signature: text,
      maxNumber: seconds,
    }),
    fc.record({ kind: fc.constant('page'), url, height: seconds }),
  ),
  phone: fc.record(elsewhere),
  ipin: fc.record(elsewhere),
} satisfies Record<MethodId, fc.Arbitrary<unknown>>;

const help = fc.record({ phone: text, remote: url, guide: url, manual: url, chat: url }, { requiredKeys: [] });
const learner = fc.record({ name: text, phone: text }, { requiredKeys: [] });
const checkpoint = fc.record(
  {
    kind: fc.constantFrom('enrolment', 'lesson', 'evaluation', 'exam', 'assignment', 'login', 'other'),
    number: fc.nat(999),
    title: text,
    step: fc.constantFrom({ n: 1, of: 1 }, { n: 2, of: 2 }),
  },
  { requiredKeys: ['kind'] },
);
const locked = fc.record(
  { status: fc.constant('locked'), unlock: fc.array(text), learner, help },
  { requiredKeys: ['status', 'unlock'] },
);

const asking = (method: MethodId) =>
  fc.record(
    {
      status: fc.constant('challenge'),
      id: text,
      method: fc.constant(method),
      params: params[method],
      offers: fc.array(text),
      checkpoint,
      learner,
      help,
      attemptsLeft: tries,
      expiresIn: seconds,
      time: fc.nat(),
    },
    { requiredKeys: ['status', 'id', 'method', 'params', 'offers', 'checkpoint', 'learner', 'expiresIn', 'time'] },
  );

export const challenges = fc
  .oneof(...(Object.keys(params) as MethodId[]).map(asking))
  .map(overTheWire<Extract<ChallengeReply, { status: 'challenge' }>>);
export const challengeReplies = fc.oneof(
  { arbitrary: challenges, weight: 5 },
  { arbitrary: locked.map(overTheWire<ChallengeReply>), weight: 1 },
);

export const verdicts = fc
  .oneof(
    fc.record({ status: fc.constant('verified'), token: text, method: text, expiresIn: seconds }),
    fc.record(
      {
        status: fc.constant('rejected'),
        reason: fc.constantFrom('wrong-code', 'used-code', 'mismatch', 'wrong-answer', 'not-same-person', 'cancelled'),
        attemptsLeft: tries,
      },
      { requiredKeys: ['status', 'reason'] },
    ),
    fc.record({ status: fc.constantFrom('pending', 'unavailable'), retryIn: seconds }),
    fc.record({ status: fc.constantFrom('unlocked', 'expired') }),
    locked,
  )
  .map(overTheWire<Verdict>);
