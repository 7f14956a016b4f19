import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { verdictWithoutCheck, isFinal, judge } from '../../demo/verifier/domain/gatekeeper.js';
import type { CheckResult, AttemptState } from '../../demo/verifier/domain/model.js';

const now = 1_772_420_410_500;
const asked = { kind: 'lesson', course: 'safety-101', class: '2026-1', number: 9, title: '9차시' } as const;
const records = (
  over: {
    failures?: number;
    lastStep?: number | null;
    position?: number;
    due?: number;
    challengeAt?: number;
    expiresAt?: number;
    origin?: string;
  } = {},
): AttemptState => ({
  challenge: {
    id: 'ch_1',
    session: 'se_1',
    position: over.challengeAt ?? over.position ?? 0,
    method: 'motp',
    expiresAt: over.expiresAt ?? now + 1,
  },
  session: {
    id: 'se_1',
    site: 'site',
    ref: 'learner-1',
    learner: 'sealed',
    target: asked,
    due: [{ kind: 'enrolment', course: 'safety-101', class: '2026-1' }, asked].slice(
      2 - (over.due ?? 1),
    ) as AttemptState['session']['due'],
    position: over.position ?? 0,
    origin: over.origin ?? null,
    expiresAt: now + 1000,
  },
  failures: over.failures ?? 0,
  locked: [],
  lastStep: over.lastStep ?? null,
});
const right: CheckResult = { found: 'match', uses: { owner: 'dv_1', step: 100 } };
const wrong: CheckResult = { found: 'wrong-code' };
const rule = (of: AttemptState, finding: CheckResult) => judge(of, finding, now, 'vf_1');

test('a learner who types five wrong codes sees 4, 3, 2, 1 and 0 tries, then the lock, even for a right code', () => {
  for (const failures of [0, 1, 2, 3, 4])
    assert.deepEqual(rule(records({ failures }), wrong), {
      verdict: { status: 'rejected', reason: 'wrong-code', attemptsLeft: 4 - failures },
      failures: failures + 1,
    });
  for (const finding of [wrong, right])
    assert.deepEqual(rule(records({ failures: 5 }), finding), { verdict: { status: 'locked' } });
});

for (const [finding, reason] of [
  [{ found: 'mismatch' }, 'mismatch'],
  [{ found: 'match', uses: { owner: 'dv_1', step: 7 } }, 'used-code'],
] as const)
  test(`${reason} counts nothing`, () =>
    assert.deepEqual(rule(records({ failures: 3, lastStep: 7 }), finding), {
      verdict: { status: 'rejected', reason, attemptsLeft: 2 },
      failures: 3,
    }));

test('a learner may repeat the same attempt after an outage, which counts nothing', () => {
  const decision = rule(records({ failures: 3 }), { found: 'unavailable', retryIn: 30 });
  assert.deepEqual(decision, { verdict: { status: 'unavailable', retryIn: 30 } });
  assert.equal(isFinal(decision.verdict), false);
});

test('only a code of a later time step than the last accepted one is accepted', () => {
  for (const [lastStep, status] of [
    [null, 'verified'],
    [99, 'verified'],
    [100, 'rejected'],
    [101, 'rejected'],
  ] as const)
    assert.equal(rule(records({ lastStep }), right).verdict.status, status, `last step ${lastStep}`);
});

test('a learner who types a right code resets the count and uses up the code', () => {
  const { failures, uses } = rule(records({ failures: 4 }), right);
  assert.deepEqual({ failures, uses }, { failures: 0, uses: { owner: 'dv_1', step: 100 } });
});

test('the last check issues a token’s claims for the session’s target, without its title', () => {
  const { verdict, verification } = rule(records({ origin: 'http://site.test' }), right);
  const checkpoint = { kind: 'lesson', course: 'safety-101', class: '2026-1', number: 9 };
  const claims = {
    jti: 'vf_1',
    aud: 'site',
    sub: 'learner-1',
    iat: 1_772_420_410,
    exp: 1_772_420_710,
    method: 'motp',
    checkpoint,
    origin: 'http://site.test',
  };
  assert.deepEqual(verdict, { status: 'verified', claims });
  assert.deepEqual(verification, { id: 'vf_1', checkpoint: asked, at: now, tokenExpiresAt: 1_772_420_710_000 });
});

test('a token without lesson number or origin has no such claims', () => {
  const exam = { kind: 'exam', course: 'safety-101', class: '2026-1' } as const;
  const { challenge, session, ...rest } = records();
  const { verdict } = rule({ ...rest, challenge, session: { ...session, target: exam, due: [exam] } }, right);
  assert(verdict.status === 'verified');
  assert.deepEqual(Object.keys(verdict.claims).sort(), ['aud', 'checkpoint', 'exp', 'iat', 'jti', 'method', 'sub']);
  assert.deepEqual(verdict.claims.checkpoint, exam);
});

test('a learner registers a browser by its first right code only', () => {
  const browser = { id: 'br_1', secret: 'sealed' };
  assert.deepEqual(rule(records(), { ...right, registers: browser } as CheckResult).registers, browser);
  assert.equal('registers' in rule(records(), right), false);
  assert.equal('registers' in rule(records({ lastStep: 100 }), { ...right, registers: browser } as CheckResult), false);
});

test('a learner who passes the first of two checks gets no token yet', () => {
  const first = rule(records({ due: 2 }), right);
  assert.deepEqual(first.verdict, { status: 'unlocked' });
  assert.deepEqual(first.verification, {
    id: 'vf_1',
    checkpoint: { kind: 'enrolment', course: 'safety-101', class: '2026-1' },
    at: now,
    tokenExpiresAt: null,
  });
  assert.equal(rule(records({ due: 2, position: 1 }), right).verdict.status, 'verified');
});

test('a challenge ends at its expiry, or when another passes the same check', () => {
  assert.equal(verdictWithoutCheck(records({ expiresAt: now + 1 }), now), undefined);
  assert.deepEqual(verdictWithoutCheck(records({ expiresAt: now }), now), { status: 'expired' });
  assert.deepEqual(verdictWithoutCheck(records({ due: 2, position: 1, challengeAt: 0 }), now), { status: 'expired' });
  assert.deepEqual(rule(records({ position: 1, challengeAt: 0 }), right), { verdict: { status: 'expired' } });
});

test('in any sequence of codes, only five wrong ones in a row lock a learner', () => {
  const findings = fc.array(
    fc.constantFrom<CheckResult>(wrong, right, { found: 'mismatch' }, { found: 'unavailable', retryIn: 1 }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(findings, (codes) => {
      let failures = 0;
      let inARow = 0;
      for (const finding of codes) {
        const { verdict, failures: next } = rule(records({ failures }), finding);
        assert.equal(verdict.status === 'locked', inARow === 5);
        if (inARow < 5 && finding === wrong) inARow++;
        if (inARow < 5 && finding === right) inARow = 0;
        failures = next ?? failures;
      }
    }),
  );
});
