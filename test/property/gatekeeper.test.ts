/** The verifier's rules over a learner's day, compared with a model that records everything and looks it up again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isFinal, judge, type MethodEffect } from '../../demo/verifier/domain/gatekeeper.js';
import { limits } from '../../demo/verifier/domain/limits.js';
import type { CheckResult, AttemptState } from '../../demo/verifier/domain/model.js';

const begin = 1_772_420_410_000;
const checks: AttemptState['session']['due'] = (['enrolment', 'lesson'] as const).map((kind) => ({
  kind,
  course: 'safety-101',
  class: '2026-1',
}));
const owner = 'dv_1';

interface Try {
  finding: CheckResult;
  seconds: number;
  newChallenge: boolean;
  worth: MethodEffect;
}
const findings = fc.oneof(
  { weight: 6, arbitrary: fc.constant<CheckResult>({ found: 'wrong-code' }) },
  {
    weight: 3,
    arbitrary: fc.integer({ min: 1, max: 12 }).map((step): CheckResult => ({ found: 'match', uses: { owner, step } })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<CheckResult>(
      { found: 'match' },
      { found: 'mismatch' },
      { found: 'unavailable', retryIn: 30 },
      { found: 'progress', stage: 'next' },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<CheckResult>(
      { found: 'locked' },
      { found: 'wrong-answer' },
      { found: 'not-same-person' },
      { found: 'cancelled' },
    ),
  },
);
const worths = fc.oneof(
  { weight: 4, arbitrary: fc.constant<MethodEffect>({ verifies: true }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<MethodEffect>(
      { verifies: false },
      { verifies: true, unlocks: 'verifies' },
      { verifies: true, unlocks: 'leads-back' },
      { verifies: false, unlocks: 'leads-back' },
    ),
  },
);
const tries: fc.Arbitrary<Try[]> = fc.array(
  fc.record({ finding: findings, seconds: fc.nat(120), newChallenge: fc.boolean(), worth: worths }),
  { maxLength: 40, size: 'max' },
);

/** Applies changes as the store does. */
function day(
  order: Try[],
  seen: (one: Try, records: AttemptState, decision: ReturnType<typeof judge>, now: number) => void,
) {
  let now = begin;
  let failures = 0;
  let lastStep: number | null = null;
  let position = 0;
  let ended = false;
  let challengeAt = 0;
  let expiresAt = begin + limits.challenge * 1000;
  for (const [at, one] of order.entries()) {
    now += one.seconds * 1000;
    if (one.newChallenge && position < checks.length)
      [challengeAt, expiresAt, ended] = [position, now + limits.challenge * 1000, false];
    const records: AttemptState = {
      challenge: {
        id: 'ch_1',
        session: 'se_1',
        position: challengeAt,
        method: 'motp',
        expiresAt,
        check: { ticket: 'ck_1', memo: '', outcome: null, ended },
      },
      session: {
        id: 'se_1',
        site: 'site',
        ref: 'learner-1',
        learner: 'sealed',
        target: checks[1]!,
        due: checks,
        position,
        origin: null,
        expiresAt: Infinity,
      },
      failures,
      // so that a phone check has a lock to remove
      locked: one.worth.unlocks ? ['web-otp'] : [],
      lastStep,
    };
    const decision = judge(records, one.finding, now, `vf_${at}`, one.worth);
    seen(one, records, decision, now);
    failures = decision.failures ?? failures;
    lastStep = decision.uses?.step ?? lastStep;
    if (decision.verification) position++;
    ended ||= decision.ends === 'challenge';
  }
}

test('a model that searches the whole journal reaches the same verdicts', () => {
  fc.assert(
    fc.property(tries, (order) => {
      const journal: { outcome: string; found: CheckResult; stepUsed?: number | undefined }[] = [];
      day(order, ({ finding, worth }, { challenge, session }, { verdict, failures, verification }, now) => {
        const passed = journal.filter(({ outcome }) => outcome === 'verified' || outcome === 'passed').length;
        const backToNone = journal.findLastIndex(({ outcome }) => outcome === 'verified' || outcome === 'passed');
        const since = journal
          .slice(backToNone + 1)
          .filter(({ outcome }) => outcome === 'wrong-code' || outcome === 'locked outside');
        const isLocked = since.length >= 5 || since.some(({ outcome }) => outcome === 'locked outside');
        const steps = journal.flatMap(({ stepUsed }) => stepUsed ?? []);
        const used =
          finding.found === 'match' && finding.uses !== undefined && steps.some((step) => step >= finding.uses!.step);
        const leadsBack = worth.unlocks === 'leads-back';

        const expected =
          now >= challenge.expiresAt || challenge.position !== passed || challenge.check!.ended
            ? 'expired'
            : isLocked
              ? 'locked'
              : finding.found === 'locked'
                ? 'locked outside'
                : finding.found === 'progress'
                  ? 'unlocked'
                  : used
                    ? 'used-code'
                    : finding.found !== 'match'
                      ? finding.found
                      : !worth.verifies || leadsBack
                        ? 'unlocked'
                        : passed === session.due.length - 1
                          ? 'verified'
                          : 'passed';
        const outcome =
          verdict.status === 'rejected'
            ? verdict.reason
            : verdict.status === 'locked' && !isLocked
              ? 'locked outside'
              : verdict.status === 'unlocked' && verification
                ? 'passed'
                : verdict.status;
        assert.equal(outcome, expected);
        if (outcome === 'wrong-code')
          assert.deepEqual(
            [(verdict as { attemptsLeft?: number }).attemptsLeft, failures],
            [4 - since.length, since.length + 1],
          );
        journal.push({
          outcome,
          found: finding,
          stepUsed:
            ['verified', 'passed', 'unlocked'].includes(outcome) && finding.found === 'match'
              ? finding.uses?.step
              : undefined,
        });
      });
    }),
    { numRuns: 5000 },
  );
});

test('no day gives two tokens, accepts a code twice or counts more than five failures', () => {
  fc.assert(
    fc.property(tries, (order) => {
      let tokens = 0;
      let last = 0;
      day(order, (_one, records, { verdict, uses, failures = 0 }) => {
        assert.ok(failures <= limits.tries && records.failures <= limits.tries);
        if (uses) {
          assert.ok(uses.step > last);
          last = uses.step;
        }
        if (verdict.status === 'verified') tokens++;
        assert.ok(tokens <= 1);
        assert.equal(isFinal(verdict), verdict.status !== 'unavailable');
      });
    }),
    { numRuns: 5000 },
  );
});
