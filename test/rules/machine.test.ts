import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Challenge, Locked } from '../../widget/contract.js';
import { GateError } from '../../widget/errors.js';
import { deadline, isLongRunning, type IssuedChallenge } from '../../widget/issued-challenge.js';
import {
  isCodeSpent,
  isPreview,
  isWaiting,
  isWritable,
  transition,
  type FinalVerdict,
  type GateEvent,
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
const issued: IssuedChallenge = {
  challenge: challenge(),
  receivedAt: 0,
  kind: 'code',
  continues: false,
  words: {},
  local: {},
};
const onOtherPage: IssuedChallenge = {
  ...issued,
  challenge: challenge({ method: 'phone', params: { url: 'https://otp.test/start', redirect: 'https://otp.test/go' } }),
  kind: 'page',
};
const locked: Locked = { status: 'locked', unlock: ['phone'] };
const error = new GateError('unreachable');
const verified: FinalVerdict = { status: 'verified', token: 't', method: 'motp', expiresIn: 300 };

const states: Record<string, State> = {
  closed: { phase: 'closed' },
  requesting: { phase: 'requesting' },
  answering: { phase: 'answering', issued },
  checking: { phase: 'checking', issued, attempt: 'a1' },
  'checking on another page': { phase: 'checking', issued: onOtherPage, attempt: 'a1' },
  expired: { phase: 'expired', issued },
  locked: { phase: 'locked', locked },
  'waiting for a new code': {
    phase: 'answering',
    issued,
    notice: { status: 'unlocked', done: issued.challenge },
    waitUntil: 60_000,
  },
  'used code': {
    phase: 'answering',
    issued,
    notice: { status: 'rejected', reason: 'used-code' },
    waitUntil: 60_000,
  },
  'failed before a question': { phase: 'failed', error },
  'failed in a check': { phase: 'failed', error, issued, attempt: 'a1' },
  verified: { phase: 'verified', issued, verified },
};
const judged = (verdict: FinalVerdict): GateEvent => ({ type: 'judged', verdict });
const events: Record<string, GateEvent> = {
  open: { type: 'open' },
  challenged: { type: 'challenged', issued },
  locked: { type: 'locked', locked },
  submit: { type: 'submit', attempt: 'a2' },
  resume: { type: 'resume', issued: onOtherPage, attempt: 'a0' },
  cancel: { type: 'cancel' },
  note: { type: 'note', notice: { status: 'length' } },
  deadline: { type: 'deadline' },
  waited: { type: 'waited' },
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

/** The events that are valid in a phase; every other one must return the very same state. */
const table: Record<string, Record<string, State['phase']>> = {
  closed: { open: 'requesting' },
  requesting: { challenged: 'answering', resume: 'checking', locked: 'locked', fail: 'failed' },
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
  'checking on another page': {
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
  // nothing is sent before the app shows another code
  'waiting for a new code': {
    note: 'answering',
    deadline: 'expired',
    waited: 'answering',
    choose: 'requesting',
  },
  'used code': {
    submit: 'checking',
    note: 'answering',
    deadline: 'expired',
    waited: 'answering',
    choose: 'requesting',
  },
  'failed before a question': { retry: 'requesting', choose: 'requesting' },
  'failed in a check': { retry: 'checking', submit: 'checking', choose: 'requesting' },
  verified: {},
};

for (const [from, state] of Object.entries(states))
  test(`${from}: every event does what the table says, or nothing`, () => {
    for (const [name, event] of Object.entries(events)) {
      const next = transition(state, event);
      const wanted = name === 'close' && from !== 'closed' ? 'closed' : table[from]![name];
      if (wanted === undefined) assert.equal(next, state, `${name} must do nothing`);
      else assert.equal(next.phase, wanted, name);
    }
  });

test('after a lost reply the same attempt is sent again', () => {
  assert.deepEqual(transition(states['failed in a check']!, { type: 'retry' }), {
    phase: 'checking',
    issued,
    attempt: 'a1',
  });
});

test('attempts left are carried from verdict to challenge, so that the next notice knows them', () => {
  const state = transition(states['checking']!, events['judged rejected']!);
  assert.ok(state.phase === 'answering' && state.issued.challenge.attemptsLeft === 4);
});

test('a rejected check on another page requests a new challenge and keeps the reason', () => {
  const rejected = transition(
    states['checking on another page']!,
    judged({ status: 'rejected', reason: 'not-same-person' }),
  );
  assert.ok(rejected.phase === 'requesting' && rejected.method === 'phone');
  const next = transition(rejected, events['challenged']!);
  assert.deepEqual(next, { phase: 'answering', issued, notice: { status: 'rejected', reason: 'not-same-person' } });
});

test('after an unlock the verifier chooses the next method, unless the method continues', () => {
  const unlocked = judged({ status: 'unlocked' });
  assert.deepEqual(transition(states['checking on another page']!, unlocked), {
    phase: 'requesting',
    notice: { status: 'unlocked', done: onOtherPage.challenge },
    waitUntil: undefined,
  });
  assert.deepEqual(
    transition({ phase: 'checking', issued: { ...onOtherPage, continues: true }, attempt: 'a1' }, unlocked),
    { phase: 'requesting', method: 'phone' },
  );
});

test('a code that passed a step is spent: the same method waits for the next one, another method does not', () => {
  const waitUntil = 60_000;
  const requesting = transition(states['checking']!, { type: 'judged', verdict: { status: 'unlocked' }, waitUntil });
  const next = transition(requesting, events['challenged']!);
  assert.ok(next.phase === 'answering' && next.waitUntil === waitUntil && isWaiting(next) && isCodeSpent(next));
  assert.equal(transition(next, events['submit']!), next);
  const after = transition(next, events['waited']!);
  assert.deepEqual(after, { phase: 'answering', issued, notice: { status: 'new-code' } });
  const other = transition(requesting, { type: 'challenged', issued: onOtherPage });
  assert.ok(other.phase === 'answering' && !isWaiting(other));
});

test('a method that is unavailable rests for as long as the verifier says, and goes on saying so', () => {
  const waitUntil = 30_000;
  const verdict: FinalVerdict = { status: 'unavailable', retryIn: 30 };
  const resting = transition(states['checking']!, { type: 'judged', verdict, waitUntil });
  assert.deepEqual(resting, { phase: 'answering', issued, notice: verdict, waitUntil });
  assert.equal(transition(resting, events['submit']!), resting);
  assert.equal(transition(resting, { type: 'note', notice: undefined }), resting);
  const after = transition(resting, events['waited']!);
  assert.deepEqual(after, { phase: 'answering', issued, notice: verdict });
  assert.equal(transition(after, events['submit']!).phase, 'checking');
});

test('a used code is followed by the next one, and may be corrected at once', () => {
  const verdict: FinalVerdict = { status: 'rejected', reason: 'used-code', attemptsLeft: 5 };
  const used = transition(states['checking']!, { type: 'judged', verdict, waitUntil: 60_000 });
  assert.ok(used.phase === 'answering' && used.waitUntil === 60_000 && !isWaiting(used));
  const wrong = transition(states['checking']!, {
    type: 'judged',
    verdict: { ...verdict, reason: 'wrong-code' },
    waitUntil: 60_000,
  });
  assert.ok(wrong.phase === 'answering' && wrong.waitUntil === undefined);
});

test('a method that is not offered here is not requested again', () => {
  const failed = transition(
    { phase: 'requesting', method: 'captcha' },
    { type: 'fail', error: new GateError('unsupported-method') },
  );
  assert.deepEqual(transition(failed, { type: 'retry' }), {
    phase: 'requesting',
    method: undefined,
    issued: undefined,
    preview: undefined,
  });
});

test('a method that failed for any other reason is requested again', () => {
  const failed = transition({ phase: 'requesting', method: 'captcha' }, { type: 'fail', error });
  assert.deepEqual(transition(failed, { type: 'retry' }), {
    phase: 'requesting',
    method: 'captcha',
    issued: undefined,
    preview: undefined,
  });
});

test('a challenge expires by the learner’s own clock, counted from when it was received', () =>
  assert.equal(deadline({ challenge: challenge(), receivedAt: 1000 }), 301_000));

test('a task and a page take their time and can be cancelled; a code is judged at once', () =>
  assert.deepEqual(
    (['code', 'task', 'page'] as const).map((kind) => isLongRunning({ kind })),
    [false, true, true],
  ));

test('typing on clears a hint, but not the verifier’s verdict', () => {
  const hint: State = { phase: 'answering', issued, notice: { status: 'length' } };
  const verdict: State = { phase: 'answering', issued, notice: { status: 'rejected', reason: 'wrong-code' } };
  assert.deepEqual(transition(hint, { type: 'note', notice: undefined }), {
    phase: 'answering',
    issued,
    notice: undefined,
  });
  assert.equal(transition(verdict, { type: 'note', notice: undefined }), verdict);
});

/** The screen of a preview: no challenge yet, but a field. */
const previewed = transition({ phase: 'requesting' }, { type: 'previewed', issued });

test('a code that is typed into a preview is sent with the challenge, once it is there', () => {
  const submitted = transition(previewed, { type: 'submit', attempt: 'a1' });
  assert.equal(submitted.phase, 'requesting');
  assert.deepEqual(isWritable(previewed) && !isWritable(submitted), true);
  const arrived = { ...issued, challenge: challenge({ id: 'ch_2' }) };
  assert.deepEqual(transition(submitted, { type: 'challenged', issued: arrived }), {
    phase: 'checking',
    issued: arrived,
    attempt: 'a1',
  });
});

test('a preview gives way to what the verifier says: another method, a lock, a failure', () => {
  const submitted = transition(previewed, { type: 'submit', attempt: 'a1' });
  for (const from of [previewed, submitted]) {
    assert.deepEqual(transition(from, { type: 'challenged', issued: onOtherPage }).phase, 'answering');
    assert.deepEqual(transition(from, { type: 'locked', locked }), { phase: 'locked', locked });
    assert.deepEqual(transition(from, { type: 'fail', error }).phase, 'failed');
    const over = new GateError('unknown-session');
    assert.equal((transition(from, { type: 'fail', error: over }) as { issued?: unknown }).issued, undefined);
    assert.deepEqual(transition(from, { type: 'choose', method: 'phone' }), { phase: 'requesting', method: 'phone' });
  }
});

test('a code that is typed into a preview outlives a challenge that does not arrive', () => {
  const submitted = transition(previewed, { type: 'submit', attempt: 'a1' });
  for (const from of [previewed, submitted]) {
    const failed = transition(from, { type: 'fail', error });
    assert.ok(isWritable(failed), 'and can be corrected');
    const retried = transition(failed, { type: 'retry' });
    assert.ok(isPreview(retried) && isWritable(retried), 'of half a code nothing is sent');
    const again = transition(failed, { type: 'submit', attempt: 'a2' });
    assert.equal(again.phase, 'requesting');
    const arrived = { ...issued, challenge: challenge({ id: 'ch_2' }) };
    assert.deepEqual(transition(again, { type: 'challenged', issued: arrived }), {
      phase: 'checking',
      issued: arrived,
      attempt: 'a2',
    });
  }
});

test('a code that is too short for a preview gets its hint at once', () => {
  const noted = transition(previewed, { type: 'note', notice: { status: 'length' } });
  assert.deepEqual(noted, { ...previewed, notice: { status: 'length' } });
});
