/** The store operations of the methods: checks, browsers, requests to identity providers. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { newId } from '../../../demo/verifier/crypto/ids.js';
import type { Challenge, StateChange, Session } from '../../../demo/verifier/domain/model.js';
import { openPostgres } from '../../../demo/verifier/store/postgres/postgres.js';
import { openSqlite } from '../../../demo/verifier/store/sqlite/sqlite.js';
import type { Store } from '../../../demo/verifier/store/store.js';
import type { RequestChange, RequestState } from '../../../demo/verifier/store/methods.js';
import { sealedFacts } from '../../support/sealed-facts.js';
import { sharedPostgres, withoutPostgres, type SharedPostgres } from '../../support/postgres.js';

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
  origin: null,
  methods: ['phone'],
  expiresAt: now + 900_000,
};
const challenge = (id = 'ch_1'): Challenge => ({
  id,
  session: 'se_1',
  position: 0,
  method: 'phone',
  expiresAt: now + 300_000,
  check: { ticket: `ticket of ${id}`, memo: 'memo', outcome: null, ended: false },
});
const facts = sealedFacts(now);
const request = (number: string) => ({ number, challenge: 'ch_1', memo: 'sealed', returnTo: null });
const match: RequestChange = {
  outcome: { found: 'match', transaction: 'tx' },
  binds: [{ kind: 'ci', hash: 'hash' }],
};
const attempt = (store: Store, decision: StateChange) =>
  store.decide({ challenge: 'ch_1', attempt: newId('vf'), learner: session }, facts, () => decision);

function suite(name: string, open: () => Promise<Store>, close: () => void = () => undefined) {
  const story = (title: string, run: (store: Store) => Promise<void>) =>
    test(`${name}: ${title}`, async (t) => {
      const store = await open();
      t.after(async () => {
        await store.close();
        close();
      });
      await store.putSite({ id: 'site', name: 'A site', origins: ['http://site.test'] });
      await store.openSession(session);
      await store.openChallenge(challenge());
      await run(store);
    });

  story('a challenge with a check is read unchanged by its id and by its ticket', async (store) => {
    assert.deepEqual(await store.checkByTicket('ticket of ch_1'), { challenge: challenge(), session });
    assert.deepEqual((await store.storedAttempt({ challenge: 'ch_1', attempt: 'a' }))?.challenge, challenge());
    assert.equal(await store.checkByTicket('another'), undefined);
  });

  story('the first outcome of a page is kept until the learner gets it', async (store) => {
    await store.saveOutcome('ch_1', { found: 'unavailable', retryIn: 30 });
    await store.saveOutcome('ch_1', { found: 'match' });
    const outcome = async () => (await store.checkByTicket('ticket of ch_1'))?.challenge.check?.outcome;
    assert.deepEqual(await outcome(), { found: 'unavailable', retryIn: 30 });
    await attempt(store, { verdict: { status: 'unavailable', retryIn: 30 }, ends: 'outcome' });
    assert.equal(await outcome(), null);
    await store.saveOutcome('ch_1', { found: 'match' });
    assert.deepEqual(await outcome(), { found: 'match' });
  });

  story('an ended challenge accepts no outcome', async (store) => {
    await attempt(store, { verdict: { status: 'rejected', reason: 'cancelled' }, ends: 'challenge' });
    await store.saveOutcome('ch_1', { found: 'match' });
    assert.deepEqual((await store.checkByTicket('ticket of ch_1'))?.challenge.check, {
      ...challenge().check,
      ended: true,
    });
  });

  story('locks are separate by learner and method, and a decision removes those that it names', async (store) => {
    await attempt(store, { verdict: { status: 'rejected', reason: 'wrong-code', attemptsLeft: 0 }, failures: 5 });
    assert.deepEqual(await store.lockedMethods(session), ['phone']);
    assert.deepEqual(await store.lockedMethods({ site: 'site', ref: 'learner-2' }), []);
    assert.deepEqual((await store.storedAttempt({ challenge: 'ch_1', attempt: 'a' }))?.locked, ['phone']);
    await attempt(store, { verdict: { status: 'unlocked' }, unlocks: ['phone'], ends: 'challenge' });
    assert.deepEqual(await store.lockedMethods(session), []);
  });

  story('a learner has one browser, and registering it ends the session’s stage', async (store) => {
    await attempt(store, { verdict: { status: 'unlocked' }, stage: 'one' });
    await attempt(store, { verdict: { status: 'unlocked' }, stage: 'two' });
    assert.equal(await store.stage('se_1'), 'two');
    for (const id of ['br_1', 'br_2'])
      await attempt(store, { verdict: { status: 'unlocked' }, registers: { id, secret: `sealed ${id}` } });
    assert.deepEqual(await store.browser(session), { id: 'br_2', secret: 'sealed br_2' });
    assert.equal(await store.stage('se_1'), undefined);
    assert.equal(await store.browser({ site: 'site', ref: 'learner-2' }), undefined);
  });

  story('the requests of a challenge are open until they are settled', async (store) => {
    const numbers = ['1', '2', '3'].map((digit) => digit.repeat(32));
    await Promise.all(numbers.map((number) => store.openRequest(request(number))));
    assert.deepEqual((await store.openRequests('ch_1')).sort(), numbers);
    await store.settleRequest(numbers[1]!, facts, () => match);
    assert.deepEqual((await store.openRequests('ch_1')).sort(), [numbers[0], numbers[2]]);
  });

  story('a request is settled once with outcome and identifiers; the first identifiers are kept', async (store) => {
    const [one, two] = ['1'.repeat(32), '2'.repeat(32)];
    await store.openRequest(request(one));
    await store.openRequest(request(two));
    assert.deepEqual(await store.settleRequest(one, facts, () => match), match);
    await store.settleRequest(two, facts, () => ({
      outcome: { found: 'cancelled' },
      binds: [{ kind: 'ci', hash: 'another' }],
    }));
    const records = await store.request(one);
    assert.equal(records?.request.settled, true);
    assert.deepEqual(records?.known, [{ kind: 'ci', hash: 'hash' }]);
    assert.deepEqual(records?.challenge.check?.outcome, { found: 'match', transaction: 'tx' });
    assert.deepEqual(await store.openRequests('ch_1'), []);
    assert.equal(await store.settleRequest('3'.repeat(32), facts, () => assert.fail()), undefined);
  });

  story('of concurrent answers one settles the request', async (store) => {
    const number = '1'.repeat(32);
    await store.openRequest(request(number));
    const rule = ({ request: { settled } }: RequestState): RequestChange => (settled ? { audit: 'replayed' } : match);
    const all = await Promise.all(Array.from({ length: 10 }, () => store.settleRequest(number, facts, rule)));
    assert.equal(all.filter((decision) => decision && 'outcome' in decision).length, 1);
    const chain = await store.chain(session);
    assert.deepEqual(
      chain.map(({ reason, attemptNumber }) => [reason, attemptNumber]),
      Array.from({ length: 9 }, (_, i) => ['replayed', i + 1]),
    );
  });

  story(
    'an expired session is removed with its challenges and requests; the learner’s browser is kept',
    async (store) => {
      const number = '1'.repeat(32);
      await store.openRequest(request(number));
      await store.settleRequest(number, facts, () => match);
      await attempt(store, { verdict: { status: 'unlocked' }, registers: { id: 'br_1', secret: 'sealed' } });
      await store.removeExpired(session.expiresAt + 1);
      assert.equal(await store.request(number), undefined);
      assert.equal(await store.checkByTicket('ticket of ch_1'), undefined);
      assert.equal((await store.browser(session))?.id, 'br_1');
    },
  );
}

let folder = '';
suite(
  'SQLite',
  async () => openSqlite(join((folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-methods-'))), 'verifier.db')),
  () => rmSync(folder, { recursive: true }),
);

if (withoutPostgres) test('PostgreSQL: the methods', { skip: withoutPostgres });
else {
  let server: SharedPostgres;
  before(async () => void (server = await sharedPostgres()));
  after(() => server.stop());
  suite('PostgreSQL', async () => openPostgres(await server.database()));
}
