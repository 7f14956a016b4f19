/** The machine under events in any order: no illegal state, no lost verdict, no double submit. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { GateError } from '../../widget/errors.js';
import type { Locked } from '../../widget/contract.js';
import type { IssuedChallenge } from '../../widget/issued-challenge.js';
import {
  isPreview,
  transition,
  type GateEvent,
  type Phase,
  type FinalVerdict,
  type State,
} from '../../widget/machine.js';
import { challengeReplies, challenges, verdicts } from './wire.js';

/** A fixed sample: the order of events is what varies here. */
const some = <T>(of: fc.Arbitrary<T>) => fc.constantFrom(...fc.sample(of, { numRuns: 60, seed: 1 }));
const settled = some(verdicts.filter((verdict): verdict is FinalVerdict => verdict.status !== 'pending'));
const issued = fc.record({
  challenge: some(challenges),
  receivedAt: fc.constant(0),
  kind: fc.constantFrom<IssuedChallenge['kind']>('code', 'task', 'page'),
  continues: fc.boolean(),
  words: fc.constant({}),
  local: fc.constant({}),
});
const lockedReplies = some(challengeReplies.filter((reply): reply is Locked => reply.status === 'locked'));
const errors = fc
  .constantFrom('unreachable', 'timeout', 'unsupported-method', 'too-many-requests')
  .map((code) => new GateError(code));
/** Attempts get their ids below, one per submit, as in the gate. */
const events: fc.Arbitrary<GateEvent> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<GateEvent>({ type: 'open' }, { type: 'retry' }, { type: 'cancel' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<GateEvent>({ type: 'deadline' }, { type: 'close' }, { type: 'choose', method: 'phone' }),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('length', 'blocked', undefined)
      .map((status): GateEvent => ({ type: 'note', notice: status && { status } })),
  },
  { weight: 3, arbitrary: issued.map((issued): GateEvent => ({ type: 'challenged', issued })) },
  { weight: 1, arbitrary: issued.map((issued): GateEvent => ({ type: 'previewed', issued })) },
  { weight: 1, arbitrary: lockedReplies.map((locked): GateEvent => ({ type: 'locked', locked })) },
  { weight: 5, arbitrary: fc.constant<GateEvent>({ type: 'submit', attempt: '' }) },
  {
    weight: 1,
    arbitrary: issued.map((issued): GateEvent => ({ type: 'resume', issued, attempt: '' })),
  },
  { weight: 3, arbitrary: settled.map((verdict): GateEvent => ({ type: 'judged', verdict })) },
  { weight: 1, arbitrary: errors.map((error): GateEvent => ({ type: 'fail', error })) },
);

/** The members that each phase must have, and those that it may have. */
const members: Record<Phase, { must?: string[]; may?: string[] }> = {
  closed: {},
  requesting: { may: ['method', 'issued', 'notice', 'preview', 'attempt'] },
  answering: { must: ['issued'], may: ['notice'] },
  checking: { must: ['issued', 'attempt'] },
  expired: { must: ['issued'] },
  locked: { must: ['locked'] },
  failed: { must: ['error'], may: ['method', 'issued', 'attempt', 'notice', 'preview'] },
  verified: { must: ['issued', 'verified'] },
};

interface Step {
  before: State;
  event: GateEvent;
  after: State;
}

/** The transitions for events in this order, without those that did nothing. */
function story(sequence: GateEvent[]): Step[] {
  const steps: Step[] = [];
  let state: State = { phase: 'closed' };
  for (const [at, given] of sequence.entries()) {
    const event = 'attempt' in given ? { ...given, attempt: `attempt-${at}` } : given;
    const before: State = state;
    state = transition(before, event);
    if (state !== before) steps.push({ before, event, after: state });
  }
  return steps;
}
const anyOrder = (holds: (steps: Step[]) => void) =>
  fc.assert(
    fc.property(fc.array(events, { maxLength: 80, size: 'max' }), (sequence) => holds(story(sequence))),
    { numRuns: 10_000 },
  );

test('every state can be rendered, and every phase is reached', () => {
  const seen = new Set<Phase>();
  anyOrder((steps) => {
    for (const { after } of steps) {
      seen.add(after.phase);
      const { must = [], may = [] } = members[after.phase];
      for (const member of must) assert.ok(after[member as keyof State], `${after.phase} without ${member}`);
      for (const [member, value] of Object.entries(after))
        if (value !== undefined)
          assert.ok(['phase', ...must, ...may].includes(member), `${after.phase} with ${member}`);
    }
  });
  assert.equal(seen.size, Object.keys(members).length);
});

test('a verdict counts only during a check, and is shown on the next screen', () => {
  anyOrder((steps) => {
    for (const { before, event, after } of steps) {
      if (event.type !== 'judged') continue;
      assert.equal(before.phase, 'checking', 'a verdict outside a check changed the state');
      const { verdict } = event;
      switch (verdict.status) {
        case 'verified':
          assert.ok(after.phase === 'verified' && after.verified === verdict);
          break;
        case 'locked':
          assert.ok(after.phase === 'locked' && after.locked.unlock === verdict.unlock);
          break;
        case 'rejected':
          // without attempts the next challenge names the unlocking methods
          assert.ok(after.phase === 'answering' || after.phase === 'requesting');
          if (after.phase === 'answering' || after.notice) assert.equal(after.notice, verdict);
          else
            assert.equal(
              verdict.attemptsLeft ?? (before as Extract<State, { phase: 'checking' }>).issued.challenge.attemptsLeft,
              0,
            );
          break;
        case 'unavailable':
          assert.ok(after.phase === 'answering' && after.notice?.status === 'unavailable');
          break;
        case 'expired':
          assert.equal(after.phase, 'expired');
          break;
        case 'unlocked':
          assert.equal(after.phase, 'requesting');
      }
    }
  });
});

test('every verdict ends the check', () => {
  fc.assert(
    fc.property(issued, settled, (issued, verdict) => {
      const checking: State = { phase: 'checking', issued, attempt: 'attempt-1' };
      assert.notEqual(transition(checking, { type: 'judged', verdict }).phase, 'checking');
    }),
    { numRuns: 1000 },
  );
});

test('an attempt is sent once, again only after a failure, and never after its verdict', () => {
  anyOrder((steps) => {
    const judged = new Set<string>();
    for (const { before, event, after } of steps) {
      if (before.phase === 'checking' && event.type === 'judged') judged.add(before.attempt);
      if (after.phase !== 'checking') continue;
      assert.notEqual(before.phase, 'checking', 'a second submit was accepted during a check');
      assert.ok(!judged.has(after.attempt), 'an attempt was sent after its verdict');
      if (event.type === 'submit' || event.type === 'resume') assert.equal(after.attempt, event.attempt);
      else if (event.type === 'challenged') assert.ok(isPreview(before) && before.attempt === after.attempt);
      else assert.ok(event.type === 'retry' && before.phase === 'failed' && before.attempt === after.attempt);
    }
  });
});

test('only the verdict `verified` verifies a learner', () => {
  anyOrder((steps) => {
    for (const { before, event, after } of steps)
      if (after.phase === 'verified')
        assert.ok(before.phase === 'checking' && event.type === 'judged' && event.verdict.status === 'verified');
  });
});

test('the learner can always close, and every screen but the last offers a next step', () => {
  const actions: GateEvent[] = [
    { type: 'open' },
    { type: 'retry' },
    { type: 'choose', method: 'phone' },
    { type: 'submit', attempt: 'attempt-x' },
  ];
  anyOrder((steps) => {
    for (const { after } of steps) {
      if (after.phase === 'closed') continue;
      assert.equal(transition(after, { type: 'close' }).phase, 'closed');
      // a request in progress ends with its reply or a failure
      if (['requesting', 'checking'].includes(after.phase))
        assert.equal(transition(after, { type: 'fail', error: new GateError('timeout') }).phase, 'failed');
      else if (after.phase !== 'verified')
        assert.ok(
          actions.some((event) => transition(after, event) !== after),
          after.phase,
        );
    }
  });
});
