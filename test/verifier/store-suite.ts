import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Challenge, StateChange, AttemptState, Session } from '../../demo/verifier/domain/model.js';
import type { Device, Registration, Store } from '../../demo/verifier/store/store.js';
import { secretUseMs } from '../../demo/verifier/store/sites.js';
import { sealedFacts } from '../support/sealed-facts.js';

const now = 1_772_420_410_000;
const checkpoint = { kind: 'exam', course: 'safety-101', class: '2026-1' } as const;
const session: Session = {
  id: 'se_1',
  site: 'site',
  ref: 'learner-1',
  learner: 'sealed',
  target: checkpoint,
  due: [checkpoint],
  position: 0,
  origin: 'http://site.test',
  expiresAt: now + 900_000,
};
const challenge: Challenge = { id: 'ch_1', session: 'se_1', position: 0, method: 'motp', expiresAt: now + 300_000 };
const facts = sealedFacts(now);
const key = { challenge: 'ch_1', attempt: 'attempt-1', learner: { site: 'site', ref: 'learner-1' } };
const claims = {
  jti: 'vf_1',
  aud: 'site',
  sub: 'learner-1',
  iat: now / 1000,
  exp: now / 1000 + 300,
  method: 'motp',
  checkpoint,
};
const verified: StateChange = {
  verdict: { status: 'verified', claims },
  failures: 0,
  uses: { owner: 'dv_1', step: 100 },
  verification: { id: 'vf_1', checkpoint, at: now, tokenExpiresAt: now + 300_000 },
};
const wrong = ({ failures }: AttemptState): StateChange => ({
  verdict: { status: 'rejected', reason: 'wrong-code', attemptsLeft: 4 - failures },
  failures: failures + 1,
});
const evidenceIn = (store: Store) => store.evidence({ site: 'site', learner: 'learner-1' }, 100);
const device = (id: string): Device => ({ id, phoneHash: 'phone', nameHash: 'name', secret: `sealed ${id}` });
const registration: Registration = {
  id: 'rg_1',
  phoneHash: 'phone',
  network: 'network',
  nameHash: 'name',
  codeHash: 'code',
  triesLeft: 5,
  sentAt: now,
  expiresAt: now + 180_000,
};

/**
 * The tests of every store engine. `opener` is called once a test; the function that it returns opens an empty store,
 * and the same store when called again.
 */
export function storeSuite(name: string, opener: () => () => Promise<Store>): void {
  const story = (
    title: string,
    run: (store: Store, reopen: () => Promise<Store>, openAnother: () => Promise<Store>) => Promise<void>,
  ) =>
    test(`${name}: ${title}`, async (t) => {
      const open = opener();
      let store = await open();
      t.after(() => store.close());
      await store.putSite({ id: 'site', name: 'A site', origins: ['http://site.test'] });
      const reopen = async () => {
        await store.close();
        return (store = await open());
      };
      const openAnother = async () => {
        const another = await open();
        t.after(() => another.close());
        return another;
      };
      await run(store, reopen, openAnother);
    });
  const withChallenge = async (store: Store, expiresAt = challenge.expiresAt) => {
    await store.openSession(session);
    await store.openChallenge({ ...challenge, expiresAt });
  };

  story('a site has a name, origins and any number of secrets', async (store) => {
    await store.addSecret('site', 'old', now);
    await store.addSecret('site', 'new', now + 1);
    await store.addSecret('site', 'new', now + 2);
    assert.deepEqual(await store.siteBySecret('old'), { id: 'site', name: 'A site', origins: ['http://site.test'] });
    assert.equal(await store.revokeSecret('site', 'old', now + 3), true);
    assert.equal(await store.revokeSecret('site', 'old', now + 4), false);
    assert.equal(await store.siteBySecret('old'), undefined);
    assert.equal((await store.siteBySecret('new'))?.id, 'site');
    for (const at of [now + 5, now + 6, now + 5 + secretUseMs - 1]) await store.recordSecretUse('new', at);
    assert.deepEqual(await store.secrets('site'), [
      { hash: 'old', createdAt: now, revokedAt: now + 3, lastUsedAt: null },
      { hash: 'new', createdAt: now + 1, revokedAt: null, lastUsedAt: now + 5 },
    ]);
    await store.recordSecretUse('new', now + 5 + secretUseMs);
    assert.equal((await store.secrets('site'))[1]?.lastUsedAt, now + 5 + secretUseMs);
  });

  story('attempts are counted by site, hour and status, and messages by site', async (store) => {
    await withChallenge(store);
    const hour = Math.floor(now / 3_600_000);
    await store.decide(key, facts, () => ({
      verdict: { status: 'expired' },
      outboxMessages: [{ id: 'm1', message: 'sealed' }],
    }));
    assert.deepEqual(await store.attemptsByHour(facts.at), [{ site: 'site', hour, status: 'expired', count: 1 }]);
    assert.deepEqual(await store.attemptsByHour(facts.at + 1), []);
    assert.deepEqual(await store.outboxMessagesBySite(), [{ site: 'site', count: 1 }]);
  });

  story('a session is in progress only while the check for which the learner left the page is open', async (store) => {
    await store.openSession(session);
    const learner = { site: session.site, ref: session.ref };
    const away = {
      ...challenge,
      id: 'ch_away',
      method: 'phone',
      check: { ticket: 'ticket', memo: '', outcome: null, ended: false },
    };
    await store.openChallenge(away);
    assert.deepEqual(await store.sessionsUnderWay(learner, now), []);
    await store.openRequest({
      number: 'n1',
      challenge: 'ch_away',
      memo: 'sealed',
      returnTo: 'http://site.test/course',
    });
    await store.openRequest({
      number: 'n2',
      challenge: 'ch_away',
      memo: 'sealed',
      returnTo: 'http://site.test/course',
    });
    assert.deepEqual(
      (await store.sessionsUnderWay(learner, now)).map(({ id }) => id),
      [session.id],
    );
    assert.deepEqual(await store.sessionsUnderWay(learner, away.expiresAt), []);
    assert.deepEqual(await store.sessionsUnderWay({ site: 'site', ref: 'another learner' }, now), []);
  });

  story('putting a site again replaces its name and origins', async (store) => {
    await store.putSite({ id: 'site', name: 'Renamed', origins: ['http://b.test', 'http://a.test', 'http://b.test'] });
    assert.deepEqual(await store.site('site'), {
      id: 'site',
      name: 'Renamed',
      origins: ['http://a.test', 'http://b.test'],
    });
    assert.equal(await store.isOriginOfAnySite('http://a.test'), true);
    assert.equal(await store.isOriginOfAnySite('http://site.test'), false);
    assert.equal(await store.site('another'), undefined);
  });

  story('a secret of an unknown site is refused without effect on concurrent writes', async (store) => {
    const [first, bad, last] = await Promise.allSettled([
      store.addSecret('site', 'a', now),
      store.addSecret('unknown', 'b', now),
      store.addSecret('site', 'c', now),
    ]);
    assert.deepEqual([first?.status, bad?.status, last?.status], ['fulfilled', 'rejected', 'fulfilled']);
    assert.deepEqual(
      (await store.secrets('site')).map(({ hash }) => hash),
      ['a', 'c'],
    );
  });

  story('a session and a challenge are read as they were written', async (store, reopen) => {
    await withChallenge(store);
    store = await reopen();
    assert.deepEqual(await store.session('se_1'), session);
    assert.deepEqual(await store.storedAttempt(key), {
      challenge,
      session,
      failures: 0,
      locked: [],
      lastStep: null,
      earlier: null,
    });
    assert.equal(await store.session('se_2'), undefined);
    assert.equal(await store.storedAttempt({ ...key, challenge: 'ch_2' }), undefined);
    await assert.rejects(store.decide({ ...key, challenge: 'ch_2' }, facts, () => verified));
  });

  story('a decision atomically writes verdict, count, used code, verification and evidence', async (store, reopen) => {
    await withChallenge(store);
    assert.deepEqual(await store.decide(key, facts, wrong), {
      status: 'rejected',
      reason: 'wrong-code',
      attemptsLeft: 4,
    });
    assert.equal(await store.failures(session, 'motp'), 1);
    assert.deepEqual(
      await store.decide(
        { ...key, attempt: 'attempt-2', uses: { owner: 'dv_1', step: 100 } },
        { ...facts, at: now + 1, upstream: '200' },
        () => verified,
      ),
      verified.verdict,
    );
    store = await reopen();
    const records = await store.storedAttempt({ ...key, attempt: 'attempt-2', uses: { owner: 'dv_1', step: 100 } });
    assert.deepEqual(records, {
      challenge,
      session: { ...session, position: 1 },
      failures: 0,
      locked: [],
      lastStep: 100,
      earlier: verified.verdict,
    });
    assert.deepEqual(await store.history(session, 'safety-101', '2026-1'), [{ kind: 'exam', number: null, at: now }]);
    assert.deepEqual(await store.history(session, 'safety-101', '2026-2'), []);
    const row = {
      site: 'site',
      ref: 'learner-1',
      course: 'safety-101',
      class: '2026-1',
      kind: 'exam',
      number: null,
      method: 'motp',
      sealed: facts.sealed,
      ipHash: facts.ipHash,
      keyVersion: 1,
      erasedAt: null,
    };
    assert.deepEqual(
      (await evidenceIn(store)).map(
        ({ entry: _e, previous: _p, commitment: _c, hash: _h, version: _v, ...row }) => row,
      ),
      [
        {
          ...row,
          at: now,
          attemptNumber: 1,
          status: 'rejected',
          reason: 'wrong-code',
          upstream: null,
          transaction: null,
        },
        { ...row, at: now + 1, attemptNumber: 2, status: 'verified', reason: null, upstream: '200', transaction: null },
      ],
    );
  });

  story('a repeated attempt gets its first verdict without calling the rule again', async (store) => {
    await withChallenge(store);
    const first = await store.decide(key, facts, wrong);
    assert.deepEqual(await store.decide(key, facts, () => assert.fail('asked again')), first);
    assert.equal(await store.failures(session, 'motp'), 1);
    assert.equal((await evidenceIn(store)).length, 1);
  });

  story('an attempt id may contain any characters', async (store) => {
    await withChallenge(store);
    const odd = { ...key, attempt: 'attempt \0 \ud800 \\u0000 "' };
    const first = await store.decide(odd, facts, wrong);
    assert.deepEqual(await store.decide(odd, facts, () => assert.fail('asked again')), first);
    assert.deepEqual((await store.storedAttempt(odd))?.earlier, first);
  });

  story('an attempt without a final verdict may be decided later', async (store) => {
    await withChallenge(store);
    assert.deepEqual(await store.decide(key, facts, () => ({ verdict: { status: 'unavailable', retryIn: 30 } })), {
      status: 'unavailable',
      retryIn: 30,
    });
    assert.deepEqual(await store.decide(key, facts, () => verified), verified.verdict);
    assert.deepEqual(
      (await evidenceIn(store)).map(({ status }) => status),
      ['unavailable', 'verified'],
    );
  });

  story('concurrent attempts count on each other’s result', async (store) => {
    await withChallenge(store);
    const rulings = await Promise.all(
      Array.from({ length: 20 }, (_, i) => store.decide({ ...key, attempt: `attempt-${i}` }, facts, wrong)),
    );
    const left = rulings.map((ruling) => (ruling.status === 'rejected' ? ruling.attemptsLeft! : NaN));
    assert.deepEqual(
      left.sort((a, b) => b - a),
      Array.from({ length: 20 }, (_, i) => 4 - i),
    );
  });

  story('a rule that throws rolls back its own attempt only', async (store) => {
    await withChallenge(store);
    const [bad, good] = await Promise.allSettled([
      store.decide(key, facts, () => {
        throw new Error('broken rule');
      }),
      store.decide({ ...key, attempt: 'attempt-2' }, facts, wrong),
    ]);
    assert.equal(bad.status === 'rejected' && (bad.reason as Error).message, 'broken rule');
    assert.equal(good.status, 'fulfilled');
    assert.equal((await evidenceIn(store)).length, 1);
  });

  story('failures are counted by site, learner and method', async (store) => {
    await withChallenge(store);
    await store.decide(key, facts, wrong);
    assert.equal(await store.failures({ site: 'site', ref: 'learner-2' }, 'motp'), 0);
    assert.equal(await store.failures({ site: 'other', ref: 'learner-1' }, 'motp'), 0);
    assert.equal(await store.failures(session, 'other'), 0);
    assert.equal(await store.failures(session, 'motp'), 1);
  });

  story('a token is redeemed once and by its site only', async (store) => {
    await withChallenge(store);
    await store.decide(key, facts, () => verified);
    assert.equal(await store.redeem('vf_1', 'other', now), 'unknown');
    assert.equal(await store.redeem('vf_2', 'site', now), 'unknown');
    const all = await Promise.all(Array.from({ length: 10 }, () => store.redeem('vf_1', 'site', now + 5)));
    assert.deepEqual(
      all.filter((one) => one !== 'used'),
      [{ session: { ...session, position: 1 }, method: 'motp', verifiedAt: now }],
    );
  });

  story('a check without a token cannot be redeemed, but is evidence of a verification', async (store) => {
    await withChallenge(store);
    await store.decide(key, facts, () => ({
      verdict: { status: 'unlocked' },
      verification: { ...verified.verification!, tokenExpiresAt: null },
    }));
    assert.equal(await store.redeem('vf_1', 'site', now), 'unknown');
    assert.deepEqual(
      (await evidenceIn(store)).map(({ status }) => status),
      ['verified'],
    );
  });

  story('a registration is not opened when its rule returns a wait', async (store) => {
    assert.equal(await store.openRegistration(registration, (sentAt) => sentAt.length), 0);
    assert.equal(
      await store.openRegistration({ ...registration, id: 'rg_2' }, (sentAt) => (assert.deepEqual(sentAt, [now]), 7)),
      7,
    );
    assert.equal(await store.settleRegistration('rg_2', () => assert.fail()), undefined);
  });

  story('a phone number has one device, which the next registration replaces', async (store, reopen) => {
    const register = (id: string) =>
      store.settleRegistration('rg_1', () => ({ verdict: { status: 'registered' }, triesLeft: 0, device: device(id) }));
    await store.openRegistration(registration, () => 0);
    await store.settleRegistration(
      'rg_1',
      (found) => (
        assert.deepEqual(found, registration),
        { verdict: { status: 'rejected', attemptsLeft: 4 }, triesLeft: 4 }
      ),
    );
    await store.settleRegistration(
      'rg_1',
      ({ triesLeft }) => (
        assert.equal(triesLeft, 4),
        { verdict: { status: 'rejected', attemptsLeft: 3 }, triesLeft: 3 }
      ),
    );
    await register('dv_1');
    await store.unlock('dv_1', 'attempt-1', () => ({ verdict: { status: 'rejected', attemptsLeft: 4 }, failures: 1 }));
    await register('dv_2');
    store = await reopen();
    assert.deepEqual(await store.deviceOfPhone('phone'), {
      ...device('dv_2'),
      failures: 0,
      last: null,
      wrongCodes: 0,
      wrongSince: 0,
    });
    assert.equal(await store.unlock('dv_1', 'attempt-2', () => assert.fail()), undefined);
    assert.equal(await store.deviceOfPhone('another'), undefined);
  });

  story('an unlock counts once, however often it is repeated', async (store) => {
    await store.openRegistration(registration, () => 0);
    await store.settleRegistration('rg_1', () => ({
      verdict: { status: 'registered' },
      triesLeft: 0,
      device: device('dv_1'),
    }));
    const miss = ({ failures }: { failures: number }) =>
      ({ verdict: { status: 'rejected', attemptsLeft: 4 - failures }, failures: failures + 1 }) as const;
    assert.deepEqual(await store.unlock('dv_1', 'attempt-1', miss), { status: 'rejected', attemptsLeft: 4 });
    assert.deepEqual(await store.unlock('dv_1', 'attempt-1', miss), { status: 'rejected', attemptsLeft: 4 });
    assert.deepEqual(await store.unlock('dv_1', 'attempt-2', miss), { status: 'rejected', attemptsLeft: 3 });
    assert.equal((await store.deviceOfPhone('phone'))?.failures, 2);
  });

  story('the first signing key is kept', async (store, reopen) => {
    assert.deepEqual(await store.signingKeys(), []);
    const key = { kid: 'a', sealed: 'sealed', createdAt: now };
    const both = await Promise.all([store.firstSigningKey(key), store.firstSigningKey({ ...key, kid: 'b' })]);
    assert.equal(both[0].kid, both[1].kid);
    const added = { kid: 'c', sealed: 'sealed too', createdAt: now + 1 };
    await store.addSigningKey(added);
    store = await reopen();
    assert.deepEqual(await store.signingKeys(), [both[0], added]);
  });

  story('the first lookup key is kept, and sealed texts can be replaced', async (store) => {
    const all = await Promise.all(['one', 'two'].map((sealed) => store.lookupKey({ id: 'lookup', sealed })));
    assert.equal(all[0], all[1]);
    await store.addSigningKey({ kid: 'a', sealed: 'sealed', createdAt: now });
    const texts = await store.sealedTexts();
    assert.deepEqual(texts, [
      { table: 'signing_keys', id: 'a', sealed: 'sealed' },
      { table: 'lookup_keys', id: 'lookup', sealed: all[0] },
    ]);
    await store.replaceSealed({ ...texts[0]!, sealed: 'of before' }, 'too late');
    await store.replaceSealed(texts[0]!, 'resealed');
    assert.equal((await store.signingKeys())[0]?.sealed, 'resealed');
  });

  story('expired records are removed, history and evidence are kept', async (store) => {
    await withChallenge(store);
    await store.openRegistration(registration, () => 0);
    await store.decide(key, facts, () => verified);
    await store.removeExpired(session.expiresAt);
    assert.notEqual(await store.session('se_1'), undefined);
    await store.removeExpired(session.expiresAt + 1);
    assert.equal(await store.session('se_1'), undefined);
    assert.equal(await store.storedAttempt(key), undefined);
    assert.equal(await store.settleRegistration('rg_1', () => assert.fail()), undefined);
    assert.equal((await store.history(session, 'safety-101', '2026-1')).length, 1);
    assert.equal((await evidenceIn(store)).length, 1);
  });

  story('evidence is a chain that is read in pages and removed from its start', async (store) => {
    await withChallenge(store);
    for (const i of [0, 1, 2])
      await store.decide({ ...key, attempt: `attempt-${i}` }, { ...facts, at: now + i }, wrong);
    const all = await evidenceIn(store);
    assert.deepEqual(
      all.map(({ entry, previous }) => [entry, previous]),
      [
        [1, ''],
        [2, all[0]!.hash],
        [3, all[1]!.hash],
      ],
    );
    assert.deepEqual(
      await store.evidence({ site: 'site', course: 'safety-101', from: now + 1, to: now + 3 }, 1, all[1]),
      [all[2]],
    );
    assert.deepEqual(await store.chains(10), [
      { site: 'site', ref: 'learner-1', entries: 3, removed: 0, hash: all[2]!.hash },
    ]);
    assert.deepEqual(await store.chains(10, { site: 'site', ref: 'learner-1' }), []);
    assert.equal(await store.removeEvidence(now + 2, now + 9), false);
    assert.deepEqual(await store.chain(session), [all[2]]);
    assert.equal((await store.chains(10))[0]?.removed, 2);
    assert.deepEqual(await store.erasures(session), [
      {
        site: 'site',
        ref: 'learner-1',
        first: 1,
        last: 2,
        hash: all[1]!.hash,
        order: 'retention',
        reason: 'retention',
        at: now + 9,
        keptMs: 8,
      },
    ]);
  });

  story('evidence is paged from the newest entry and counted by status and Korean day', async (store) => {
    await withChallenge(store, now + 86_400_000);
    const midnight = Date.parse('2026-03-03T00:00:00+09:00');
    for (const [i, at] of [midnight - 1, midnight, midnight + 1].entries())
      await store.decide({ ...key, attempt: `attempt-${i}` }, { ...facts, at }, i === 2 ? () => verified : wrong);
    const all = await evidenceIn(store);
    const query = { site: 'site', course: 'safety-101', from: undefined };
    assert.deepEqual(await store.latestEvidence(query, 2, 0), [all[2], all[1]]);
    assert.deepEqual(await store.latestEvidence(query, 2, 2), [all[0]]);
    const day = midnight / 86_400_000 + 9 / 24;
    assert.deepEqual(await store.evidenceByDay(query), [
      { day: day - 1, status: 'rejected', count: 1 },
      { day, status: 'rejected', count: 1 },
      { day, status: 'verified', count: 1 },
    ]);
    assert.deepEqual(await store.evidenceByDay({ ...query, from: midnight + 1 }), [
      { day, status: 'verified', count: 1 },
    ]);
    for (const other of [{ site: 'other' }, { site: 'site', learner: 'learner-2' }])
      assert.deepEqual([await store.latestEvidence(other, 2, 0), await store.evidenceByDay(other)], [[], []]);
  });

  story(
    'an operator’s session is extended by use, until it expires or the operator is revoked',
    async (store, reopen) => {
      const one = { hash: 'one', site: 'site', name: 'operator one' };
      const two = { hash: 'two', site: 'site', name: 'operator two' };
      await store.addOperator(one, now);
      await store.addOperator({ ...one, name: 'again' }, now + 1);
      await store.addOperator(two, now + 2);
      assert.equal(await store.openOperatorSession('session-0', 'unknown', now + 10), undefined);
      assert.deepEqual(await store.openOperatorSession('session-1', 'one', now + 10), one);
      assert.deepEqual(await store.openOperatorSession('session-2', 'two', now + 10), two);
      store = await reopen();
      assert.deepEqual(await store.operatorOfSession('session-1', now + 9, now + 20), one);
      assert.deepEqual(await store.operatorOfSession('session-1', now + 19, now + 30), one);
      assert.equal(await store.operatorOfSession('session-1', now + 30, now + 40), undefined);
      assert.deepEqual(await store.operatorOfSession('session-2', now + 9, now + 50), two);
      assert.equal(await store.revokeOperator('another', 'two', now + 3), false);
      assert.equal(await store.revokeOperator('site', 'two', now + 3), true);
      assert.equal(await store.revokeOperator('site', 'two', now + 4), false);
      assert.deepEqual(
        [
          await store.operatorOfSession('session-2', now + 9, now + 50),
          await store.openOperatorSession('session-3', 'two', now + 10),
        ],
        [undefined, undefined],
      );
      await store.openOperatorSession('session-4', 'one', now + 10);
      await store.closeOperatorSession('session-4');
      assert.equal(await store.operatorOfSession('session-4', now + 1, now + 10), undefined);
      assert.deepEqual(await store.operators('site'), [
        { ...one, createdAt: now, revokedAt: null },
        { ...two, createdAt: now + 2, revokedAt: now + 3 },
      ]);
      await assert.rejects(store.addOperator({ hash: 'three', site: 'nowhere', name: '' }, now));
    },
  );

  story('a site’s audit log is kept as long as its evidence', async (store, reopen) => {
    const access = {
      at: now,
      site: 'site',
      operator: 'one',
      ip: '192.0.2.1',
      action: 'search',
      learner: 'sealed',
      course: '',
      from: '2026-03-02',
      to: '',
    };
    await store.addOperator({ hash: 'one', site: 'site', name: 'operator one' }, now);
    for (const at of [now + 1, now]) await store.addAuditEntry({ ...access, at, learnerId: null });
    store = await reopen();
    assert.deepEqual(await store.auditLog('site'), [
      { ...access, name: 'operator one' },
      { ...access, at: now + 1, name: 'operator one' },
    ]);
    assert.deepEqual(await store.auditLog('another'), []);
    await store.removeEvidence(now + 1, now);
    assert.deepEqual(
      (await store.auditLog('site')).map(({ at }) => at),
      [now + 1],
    );
  });

  story('a bucket admits `burst` requests at once and one more per interval', async (store) => {
    const bucket = { name: 'bucket', interval: 1000, burst: 3 };
    const enter = (at: number) => store.enter([bucket], at);
    assert.deepEqual([await enter(now), await enter(now), await enter(now), await enter(now)], [0, 0, 0, 1000]);
    assert.deepEqual([await enter(now + 999), await enter(now + 1000), await enter(now + 1000)], [1, 0, 1000]);
    const many = await Promise.all(
      Array.from({ length: 10 }, () => store.enter([{ ...bucket, name: 'another' }], now)),
    );
    assert.equal(many.filter((wait) => wait === 0).length, 3);
  });

  story('a refused request counts in no later bucket and does not affect other requests', async (store) => {
    const bucket = (name: string, burst: number) => ({ name, interval: 1000, burst });
    const [full, own, other] = [bucket('address', 2), bucket('own', 2), bucket('other', 2)];
    const enter = (...buckets: (typeof full)[]) => store.enter(buckets, now);
    assert.deepEqual([await enter(full), await enter(full)], [0, 0]);
    // in one batch with admitted requests
    const waits = await Promise.all([enter(full, own), enter(bucket('elsewhere', 2), other), enter(full, own)]);
    assert.deepEqual(
      waits.map((wait) => wait > 0),
      [true, false, true],
    );
    assert.deepEqual([await enter(own), await enter(own), (await enter(own)) > 0], [0, 0, true]);
    assert.deepEqual([await enter(other), (await enter(other)) > 0], [0, true]);
  });

  story('all processes on one store share a bucket', async (store, _reopen, openAnother) => {
    const stores = [store, await openAnother(), await openAnother()];
    const buckets = [
      { name: 'address', interval: 1000, burst: 20 },
      { name: 'session', interval: 1000, burst: 7 },
    ];
    const waits = await Promise.all(
      Array.from({ length: 60 }, (_, i) => stores[i % 3]!.enter(i % 2 === 0 ? buckets : buckets.slice(0, 1), now)),
    );
    assert.equal(waits.filter((wait, i) => wait === 0 && i % 2 === 0).length, 7);
    // both are exactly full: the next request waits for one interval
    assert.equal(await store.enter(buckets.slice(0, 1), now), 1000);
    assert.equal(await store.enter(buckets.slice(1), now), 1000);
  });

  for (const [ahead, name] of [
    [3_600_000, 'an hour'],
    [86_400_000, 'a day'],
  ] as const) {
    story(
      `a bucket that a clock ${name} ahead has filled delays nobody by ${name}, and is counted on`,
      async (store) => {
        const bucket = { name: 'bucket', interval: 1000, burst: 3 };
        const enter = (at: number) => store.enter([bucket], at);
        const filled = [1, 2, 3].map(() => enter(now + ahead));
        assert.deepEqual(await Promise.all(filled), [0, 0, 0]);
        const after: number[] = [];
        for (let i = 0; i < 4; i++) after.push(await enter(now));
        assert.deepEqual(after, [0, 0, 0, 1000]);
        assert.equal(await enter(now + 1000), 0);
      },
    );

    story(`a code is used once, also when a clock ${name} ahead accepted others meanwhile`, async (store) => {
      await withChallenge(store, now + ahead + 300_000);
      let attempts = 0;
      const lastStepAt = async (step: number) =>
        (await store.storedAttempt({ ...key, attempt: 'read', uses: { owner: 'dv_1', step } }))!.lastStep;
      const use = (step: number, at: number) => {
        const uses = { owner: 'dv_1', step };
        const attempt = `attempt-${++attempts}`;
        return store.decide({ ...key, attempt, uses }, { ...facts, at }, ({ lastStep }) =>
          lastStep !== null && lastStep >= step
            ? { verdict: { status: 'rejected', reason: 'used-code' } }
            : { verdict: { status: 'unlocked' }, uses },
        );
      };
      const later = 100 + ahead / 60_000;
      assert.equal((await use(100, now)).status, 'unlocked');
      assert.equal((await use(later, now + ahead)).status, 'unlocked');
      // the clock is right again
      assert.equal(await lastStepAt(100), 100);
      assert.equal((await use(100, now)).status, 'rejected', 'the code of before');
      assert.equal((await use(99, now)).status, 'rejected', 'an earlier one');
      assert.equal((await use(101, now + 60_000)).status, 'unlocked', 'the next one');
      assert.equal((await use(later, now + ahead)).status, 'rejected', 'the code that the wrong clock accepted');
      await store.removeExpired(now + ahead - 86_400_000);
      assert.equal(await lastStepAt(98), 100, 'a clock that is ahead forgets no used code');
    });

    story(`a message to an authority that a clock ${name} ahead has postponed is sent`, async (store) => {
      await withChallenge(store, now + ahead + 300_000);
      await store.decide(key, { ...facts, at: now + ahead }, (records) => ({
        ...wrong(records),
        outboxMessages: [{ id: 'ms_1', message: 'sealed' }],
      }));
      await store.postponeOutboxMessage('ms_1', now + ahead + 3_600_000);
      assert.deepEqual(await store.sitesWithOutboxMessages(now), ['site']);
      assert.equal((await store.leaseOutboxMessages('site', 10, now, now + 60_000)).length, 1);
      assert.equal((await store.leaseOutboxMessages('site', 10, now, now + 60_000)).length, 0);
    });
  }

  story('the database tells its own time, and that it can be written to', async (store) => {
    const [before, time, after] = [Date.now(), await store.time(), Date.now()];
    assert.ok(Number.isInteger(time) && before - 2 <= time && time <= after + 2, `${before} ${time} ${after}`);
    await store.probeWrite(now);
    await store.probeWrite(now - 1);
  });

  story('the files of a version are kept while it is in use, and as long after as the caller says', async (store) => {
    const one = { version: 'a', files: { 'loader.js': '"한글\u2028"' } };
    const other = { version: 'b', files: { 'loader.js': '', 'x.js': 'x' } };
    await Promise.all([store.keepAssets(one, now, now - 10), store.keepAssets(one, now, now - 10)]);
    await store.keepAssets(other, now + 10, now);
    assert.deepEqual([await store.assetsOf('a'), await store.assetsOf('b')], [one.files, other.files]);
    await store.keepAssets(other, now + 11, now + 1);
    assert.equal(await store.assetsOf('a'), undefined);
    assert.deepEqual(await store.assetsOf('b'), other.files);
  });

  story('an upstream query is claimed by one caller, and all callers read its result', async (store) => {
    const ask = () => store.claimUpstreamQuery('code', now, () => false);
    const all = await Promise.all(Array.from({ length: 10 }, ask));
    assert.equal(all.filter(({ claimed }) => claimed).length, 1);
    await store.saveUpstreamResult('code', now, { found: 'wrong-code' });
    assert.deepEqual(await ask(), { askedAt: now, result: { found: 'wrong-code' }, claimed: false });
    assert.deepEqual(await store.claimUpstreamQuery('code', now + 9, ({ askedAt }) => askedAt === now), {
      askedAt: now + 9,
      result: null,
      claimed: true,
    });
    await store.saveUpstreamResult('code', now, { found: 'match' });
    assert.equal((await ask()).result, null);
  });

  story('an outbox message is written with the decision and leased to one caller at a time', async (store) => {
    await withChallenge(store);
    await store.decide(key, facts, (records) => ({
      ...wrong(records),
      outboxMessages: [{ id: 'ms_1', message: 'sealed' }],
    }));
    const lent = await Promise.all(
      Array.from({ length: 5 }, () => store.leaseOutboxMessages('site', 10, now, now + 60)),
    );
    assert.deepEqual(lent.flat(), [{ id: 'ms_1', message: 'sealed', tries: 1 }]);
    assert.equal(await store.countOutboxMessages(), 1);
    await store.postponeOutboxMessage('ms_1', now + 10);
    assert.deepEqual(await store.leaseOutboxMessages('site', 10, now + 9, now + 60), []);
    assert.deepEqual(await store.leaseOutboxMessages('site', 10, now + 10, now + 60), [
      { id: 'ms_1', message: 'sealed', tries: 2 },
    ]);
    await store.deleteOutboxMessage('ms_1');
    assert.deepEqual(await store.leaseOutboxMessages('site', 10, now + 99, now + 199), []);
    assert.equal(await store.countOutboxMessages(), 0);
  });
}
