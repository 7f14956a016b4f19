import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Challenge, Locked } from '../../widget/contract.js';
import { GateError } from '../../widget/errors.js';
import {
  deadline,
  isElsewhere,
  isLongRunning,
  transition,
  type IssuedChallenge,
  type GateEvent,
  type FinalVerdict,
  type State,
} from '../../widget/machine.js';

const challenge = (more: Partial<Challenge> = {}) =>
  ({
    status: 'challenge',
    id: 'ch_1',
    method: 'motp',
    params: { digits: 6, period: 60 },
    offers: ['motp'],
    checkpoint: { kind: 'exam' },
    learner: {},
    attemptsLeft: 5,
    expiresIn: 300,
    time: 0,
    ...more,
  }) as Challenge;
const issued: IssuedChallenge = { challenge: challenge(), receivedAt: 0 };
const elsewhere: IssuedChallenge = {
  challenge: challenge({ method: 'phone', params: { url: 'https://otp.test/start', redirect: 'https://otp.test/go' } }),
  receivedAt: 0,
};
const locked: Locked = { status: 'locked', unlock: ['phone'] };
const error = new GateError('unreachable');
const verified: FinalVerdict = { status: 'verified', token: 't', method: 'motp', expiresIn: 300 };

const states: Record<string, State> = {
  closed: { phase: 'closed' },
  requesting: { phase: 'requesting' },
  answering: { phase: 'answering', issued },
  checking: { phase: 'checking', issued, attempt: 'a1' },
  'checking elsewhere': { phase: 'checking', issued: elsewhere, attempt: 'a1' },
  expired: { phase: 'expired', issued },
  locked: { phase: 'locked', locked },
  'failed before a question': { phase: 'failed', error },
  'failed in a check': { phase: 'failed', error, issued, attempt: 'a1' },
  verified: { phase: 'verified', issued, verified },
};
const judged = (verdict: FinalVerdict): GateEvent => ({ type: 'judged', verdict });
const events: Record<string, GateEvent> = {
  open: { type: 'open' },
  challenged: { type: 'challenged', reply: challenge(), now: 0 },
  'challenged: locked': { type: 'challenged', reply: locked, now: 0 },
  submit: { type: 'submit', attempt: 'a2' },
  resume: { type: 'resume', issued: elsewhere, attempt: 'a0' },
  cancel: { type: 'cancel' },
  note: { type: 'note', notice: { status: 'length' } },
  deadline: { type: 'deadline' },
  choose: { type: 'choose', method: 'phone' },
  retry: { type: 'retry' },
  fail: { type: 'fail', error },
  'judged verified': judged(verified),
  'judged rejected': judged({ status: 'rejected', reason: 'wrong-code', attemptsLeft: 4 }),
  'judged rejected, none left': judged({ status: 'rejected', reason: 'wrong-code', attemptsLeft: 0 }),
  'judged unlocked': judged({ status: 'unlocked' }),
  'judged expired': judged({ status: 'expired' }),
  'judged locked': judged(locked),
  'judged unavailable': judged({ status: 'unavailable', retryIn: 30 }),
  close: { type: 'close' },
};

/** What means something where; everything else must leave the very same state. */
const table: Record<string, Record<string, State['phase']>> = {
  closed: { open: 'requesting' },
  requesting: { challenged: 'answering', resume: 'checking', 'challenged: locked': 'locked', fail: 'failed' },
  answering: { submit: 'checking', note: 'answering', deadline: 'expired', choose: 'requesting' },
  checking: {
    'judged verified': 'verified',
    'judged rejected': 'answering',
    'judged rejected, none left': 'requesting',
    'judged unlocked': 'requesting',
    'judged expired': 'expired',
    'judged locked': 'locked',
    'judged unavailable': 'answering',
    fail: 'failed',
  },
  'checking elsewhere': {
    'judged verified': 'verified',
    'judged rejected': 'requesting',
    'judged rejected, none left': 'requesting',
    'judged unlocked': 'requesting',
    'judged expired': 'expired',
    'judged locked': 'locked',
    'judged unavailable': 'answering',
    fail: 'failed',
    cancel: 'answering',
    choose: 'requesting',
  },
  expired: { retry: 'requesting', choose: 'requesting' },
  locked: { choose: 'requesting' },
  'failed before a question': { retry: 'requesting' },
  'failed in a check': { retry: 'checking', submit: 'checking' },
  verified: {},
};

for (const [from, state] of Object.entries(states))
  test(`${from}: every event does what the table says, or nothing at all`, () => {
    for (const [name, event] of Object.entries(events)) {
      const next = transition(state, event);
      const wanted = name === 'close' && from !== 'closed' ? 'closed' : table[from]![name];
      if (wanted === undefined) assert.equal(next, state, `${name} must mean nothing`);
      else assert.equal(next.phase, wanted, name);
    }
  });

test('a lost reply is issued for again with the same attempt', () => {
  assert.deepEqual(transition(states['failed in a check']!, { type: 'retry' }), {
    phase: 'checking',
    issued,
    attempt: 'a1',
  });
});

test('tries left are carried from verdict to challenge, so that the next notice knows them', () => {
  const state = transition(states['checking']!, events['judged rejected']!);
  assert.ok(state.phase === 'answering' && state.issued.challenge.attemptsLeft === 4);
});

test('a check elsewhere that was refused is issued for anew, and says why it was refused', () => {
  const refused = transition(states['checking elsewhere']!, judged({ status: 'rejected', reason: 'not-same-person' }));
  assert.ok(refused.phase === 'requesting' && refused.method === 'phone');
  const anew = transition(refused, events['challenged']!);
  assert.deepEqual(anew, { phase: 'answering', issued, notice: { status: 'rejected', reason: 'not-same-person' } });
});

test('after an unlock the verifier says what comes next; only registering a browser goes on with its own way', () => {
  const webOtp = challenge({
    method: 'web-otp',
    params: { state: 'new', digits: 6, period: 60, url: 'https://otp.test/start', redirect: 'https://otp.test/go' },
  });
  const unlocked = judged({ status: 'unlocked' });
  assert.deepEqual(transition(states['checking elsewhere']!, unlocked), { phase: 'requesting', method: undefined });
  assert.deepEqual(
    transition({ phase: 'checking', issued: { challenge: webOtp, receivedAt: 0 }, attempt: 'a1' }, unlocked),
    {
      phase: 'requesting',
      method: 'web-otp',
    },
  );
});

test('a way that is not offered here is not issued for again', () => {
  const failed = transition(
    { phase: 'requesting', method: 'captcha' },
    { type: 'fail', error: new GateError('unsupported-method') },
  );
  assert.deepEqual(transition(failed, { type: 'retry' }), {
    phase: 'requesting',
    method: undefined,
    issued: undefined,
  });
});

test('a way stays the one that failed for any other reason, and is issued for again', () => {
  const failed = transition({ phase: 'requesting', method: 'captcha' }, { type: 'fail', error });
  assert.deepEqual(transition(failed, { type: 'retry' }), {
    phase: 'requesting',
    method: 'captcha',
    issued: undefined,
  });
});

test('a challenge ends by the learner’s own clock, counted from when it came', () =>
  assert.equal(deadline({ challenge: challenge(), receivedAt: 1000 }), 301_000));

test('a captcha takes its time and may be left; a code is checked at once', () => {
  const captcha = {
    challenge: challenge({ method: 'captcha', params: { kind: 'page', url: 'https://otp.test/captcha', height: 180 } }),
    receivedAt: 0,
  };
  assert.equal(
    isElsewhere({ challenge: challenge({ method: 'captcha', params: { kind: 'work' } as never }), receivedAt: 0 }),
    false,
  );
  assert.deepEqual(
    [
      isLongRunning(captcha),
      isLongRunning({ ...captcha, challenge: challenge({ method: 'captcha', params: { kind: 'work' } as never }) }),
      isLongRunning(issued),
    ],
    [true, true, false],
  );
});

test('typing on takes a hint away, but not the verifier’s word', () => {
  const hint: State = { phase: 'answering', issued, notice: { status: 'length' } };
  const word: State = { phase: 'answering', issued, notice: { status: 'rejected', reason: 'wrong-code' } };
  assert.deepEqual(transition(hint, { type: 'note', notice: undefined }), {
    phase: 'answering',
    issued,
    notice: undefined,
  });
  assert.equal(transition(word, { type: 'note', notice: undefined }), word);
});
