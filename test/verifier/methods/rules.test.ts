import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge, type MethodEffect } from '../../../demo/verifier/domain/gatekeeper.js';
import { methods } from '../../../demo/verifier/methods/methods.js';
import type { Method } from '../../../demo/verifier/methods/method.js';
import { offers, unlockMethods, availableMethods, methodEffect } from '../../../demo/verifier/methods/offers.js';
import { presets } from '../../../demo/verifier/domain/policy-presets.js';
import { Policy } from '../../../demo/verifier/domain/policy.js';
import { isSamePerson } from '../../../demo/verifier/providers/same-person.js';
import type { Person } from '../../../demo/verifier/providers/provider.js';
import type { CheckResult, AttemptState } from '../../../demo/verifier/domain/model.js';
import type { IdentityHash } from '../../../demo/verifier/store/methods.js';

const now = 1_772_420_410_500;
const asked = { kind: 'exam', course: 'safety-101', class: '2026-1' } as const;
const records = (locked: string[] = [], outcome: CheckResult | null = null): AttemptState => ({
  challenge: {
    id: 'ch_1',
    session: 'se_1',
    position: 0,
    method: 'phone',
    expiresAt: now + 1,
    check: { ticket: 'ck_1', memo: '', outcome, ended: false },
  },
  session: {
    id: 'se_1',
    site: 'site',
    ref: 'learner-1',
    learner: 'sealed',
    target: asked,
    due: [asked],
    position: 0,
    origin: null,
    expiresAt: now + 1000,
  },
  failures: 0,
  locked,
  lastStep: null,
});

test('a learner who passes a method is verified, unlocked or both, by lock and policy', () => {
  const rows: [locked: string[], worth: MethodEffect, status: string, unlocks: string[] | undefined][] = [
    [[], { verifies: true }, 'verified', undefined],
    [[], { verifies: true, unlocks: 'leads-back' }, 'verified', undefined],
    [[], { verifies: false, unlocks: 'leads-back' }, 'unlocked', undefined],
    [['motp'], { verifies: true }, 'verified', undefined],
    [['motp', 'web-otp'], { verifies: true, unlocks: 'leads-back' }, 'unlocked', ['motp', 'web-otp']],
    [['motp'], { verifies: true, unlocks: 'verifies' }, 'verified', ['motp']],
    [['motp'], { verifies: false, unlocks: 'verifies' }, 'unlocked', ['motp']],
  ];
  for (const [locked, of, status, unlocks] of rows) {
    const decision = judge(records(locked), { found: 'match' }, now, 'vf_1', of);
    assert.deepEqual([decision.verdict.status, decision.unlocks], [status, unlocks], JSON.stringify([locked, of]));
    assert.equal(decision.verification !== undefined, status === 'verified');
    if (status === 'unlocked') assert.equal(decision.ends, 'challenge');
  }
});

for (const reason of ['wrong-answer', 'not-same-person', 'cancelled'] as const)
  test(`${reason} ends the challenge and costs no try`, () =>
    assert.deepEqual(judge(records(), { found: reason }, now, 'vf_1'), {
      verdict: { status: 'rejected', reason },
      ends: 'challenge',
    }));

test('a completed stage of a method ends its challenge without a verification', () =>
  assert.deepEqual(judge(records(), { found: 'progress', stage: 'checked' }, now, 'vf_1'), {
    verdict: { status: 'unlocked' },
    stage: 'checked',
    ends: 'challenge',
  }));

test('an ended challenge is expired whatever the check result', () => {
  const ended = records();
  ended.challenge.check!.ended = true;
  assert.deepEqual(judge(ended, { found: 'match' }, now, 'vf_1'), { verdict: { status: 'expired' } });
});

test('a learner sees an outage of a provider’s page once', () => {
  const trouble: CheckResult = { found: 'unavailable', retryIn: 30 };
  assert.deepEqual(judge(records([], trouble), trouble, now, 'vf_1'), {
    verdict: { status: 'unavailable', retryIn: 30 },
    ends: 'outcome',
  });
});

const have = Object.fromEntries((['motp', 'web-otp', 'captcha', 'phone'] as const).map((id) => [id, {} as Method]));
const at = (kind: 'lesson' | 'exam', wanted?: string[]) => ({
  ...records().session,
  due: [{ ...asked, kind }],
  ...(wanted && { methods: wanted }),
});

test('a learner is offered the methods of policy, verifier and site, in the policy’s order', () => {
  assert.deepEqual(offers(presets.manual, have, at('lesson')), ['motp', 'web-otp', 'captcha', 'phone']);
  assert.deepEqual(offers(presets.manual, have, at('exam')), ['motp', 'web-otp', 'phone']);
  assert.deepEqual(offers(presets.manual, have, at('exam', ['phone', 'motp', 'captcha', 'unheard-of'])), [
    'motp',
    'phone',
  ]);
  assert.deepEqual(offers(presets.manual, have, at('exam', ['ipin'])), []);
  assert.deepEqual(offers(presets.manual, have, { ...at('exam'), position: 1 }), []);
});

test('a learner is not offered a method for which data is missing', () => {
  const born = (learner: { birthDate?: string | undefined }) => learner.birthDate !== undefined;
  const all = { ...have, phone: { ...have.phone!, isAvailableTo: born } };
  const learner = { ref: 'learner-1', name: '홍길동', phone: '010-0000-1234' };
  assert.deepEqual(Object.keys(availableMethods({ ...learner, birthDate: '1990-01-01' }, all)), Object.keys(all));
  assert.deepEqual(
    Object.keys(availableMethods(learner, all)),
    Object.keys(all).filter((id) => id !== 'phone'),
  );
});

test('a site can restrict the effect of the unlocking methods, not the methods', () => {
  assert.deepEqual(unlockMethods(presets.manual, have), ['phone']);
  assert.deepEqual(methodEffect(presets.manual, have, at('exam', ['motp']), 'phone'), {
    verifies: false,
    unlocks: 'leads-back',
  });
  assert.deepEqual(methodEffect(presets.manual, have, at('exam'), 'phone'), { verifies: true, unlocks: 'leads-back' });
  assert.deepEqual(methodEffect(presets.manual, have, at('exam'), 'motp'), { verifies: true });
});

test('presets are complete policies, a policy may allow a captcha for exams, an unknown method is refused', () => {
  for (const preset of Object.values(presets)) assert.deepEqual(Policy.parse(preset), preset);
  const lax = { ...presets.manual, methods: { ...presets.manual.methods, exam: ['captcha'] } };
  assert.deepEqual(offers(Policy.parse(lax), have, at('exam')), ['captcha']);
  for (const exam of [[], ['fax']])
    assert.equal(Policy.safeParse({ ...lax, methods: { ...lax.methods, exam } }).success, false);
});

test('a learner is offered i-PIN only where the provider supports it', () => {
  const identity = (kinds: string[]) => ({ kinds }) as unknown as Parameters<typeof methods>[0]['identity'];
  const means = (kinds: string[]) => ({ identity: identity(kinds), authority: {} }) as Parameters<typeof methods>[0];
  assert.equal('ipin' in methods({ ...means(['phone']), vault: {} as never }), false);
  assert.equal('ipin' in methods({ ...means(['phone', 'ipin']), vault: {} as never }), true);
});

test('a person is the learner if the name and another detail agree and none differs', () => {
  const learner = { ref: 'learner-1', name: '홍길동', phone: '010-0000-1234', birthDate: '1990-01-01' };
  const unborn = { ref: 'learner-1', name: '홍길동', phone: '010-0000-1234' };
  const ci = (hash: string): IdentityHash[] => [{ kind: 'ci', hash }];
  const rows: [
    what: string,
    learner: typeof unborn,
    person: Omit<Person, 'ids'>,
    ids: IdentityHash[],
    known: IdentityHash[],
    same: boolean,
  ][] = [
    [
      'written differently',
      learner,
      { name: '홍 길동'.normalize('NFD'), phone: '+82 10 0000 1234', birthDate: '19900101' },
      [],
      [],
      true,
    ],
    [
      'birth date unknown to the site',
      unborn,
      { name: '홍길동', phone: '01000001234', birthDate: '19910101' },
      [],
      [],
      true,
    ],
    ['another name', learner, { name: '홍길순', phone: '01000001234', birthDate: '19900101' }, [], [], false],
    ['another number', learner, { name: '홍길동', phone: '01000005678', birthDate: '19900101' }, [], [], false],
    ['another birth date', learner, { name: '홍길동', phone: '01000001234', birthDate: '19910101' }, [], [], false],
    ['no phone, birth date agrees', learner, { name: '홍길동', birthDate: '19900101' }, [], [], true],
    ['nothing but the name', unborn, { name: '홍길동', birthDate: '19900101' }, [], [], false],
    ['nothing but the name and an identifier seen for the first time', unborn, { name: '홍길동' }, ci('a'), [], false],
    ['an identifier that was seen before', unborn, { name: '홍길동' }, ci('a'), ci('a'), true],
    [
      'another identifier than before',
      learner,
      { name: '홍길동', phone: '01000001234', birthDate: '19900101' },
      ci('b'),
      ci('a'),
      false,
    ],
    [
      'an identifier of another kind is ignored',
      learner,
      { name: '홍길동', phone: '01000001234' },
      ci('b'),
      [{ kind: 'di nice', hash: 'a' }],
      true,
    ],
  ];
  for (const [what, of, person, ids, known, same] of rows)
    assert.equal(isSamePerson(of, { ...person, ids: [] }, ids, known), same, what);
});
