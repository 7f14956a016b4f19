import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import type { Store } from '../../demo/verifier/store/store.js';
import { sharedPostgres, withoutPostgres, type SharedPostgres } from '../support/postgres.js';
import { startProcesses } from '../support/processes.js';
import { SetClock, startVerifier, type Options } from '../support/verifier.js';
import { attacks, scene } from './attack-suite.js';

/** Runs of each attack against several processes. */
const rounds = Number(process.env['ATTACK_ROUNDS'] ?? 2);

async function alone(t: TestContext, options: Options = {}) {
  const clock = new SetClock(Date.now());
  const v = await startVerifier({ clock, ...options });
  t.after(() => v.close());
  return { ...v, clock };
}

for (const { title, attack } of attacks)
  test(`concurrently, in one process: ${title}`, async (t) => {
    const v = await alone(t);
    await attack(await scene(v, v.clock.now()));
  });

/**
 * A store with a race: it reads and checks outside the transaction that writes. Two callers always read before either
 * writes.
 */
function naive(store: Store): Store {
  let first: (() => void) | undefined;
  const meet = () =>
    new Promise<void>((resolve) => {
      if (!first) return void (first = resolve);
      first();
      first = undefined;
      resolve();
    });
  return {
    ...store,
    async decide(key, facts, rule) {
      const records = await store.storedAttempt(key);
      if (!records) throw new Error('no such challenge');
      await meet();
      const decision = rule(records);
      return store.decide(key, facts, () => decision);
    },
  };
}

for (const { title, attack, decides } of attacks)
  if (decides)
    test(`a store that decides outside its transaction fails: ${title}`, async (t) => {
      const v = await alone(t, { store: naive });
      await assert.rejects(scene(v, v.clock.now()).then(attack), assert.AssertionError);
    });

/** Runs the attacks against three processes on one database; requests are distributed in turn. */
function threeProcesses(name: string, databaseUrl: () => Promise<string | undefined>, skip: string | false) {
  test(`three processes on ${name}`, { skip }, async (t) => {
    const url = await databaseUrl();
    const v = await startProcesses({ count: 3, ...(url !== undefined && { databaseUrl: url }) });
    t.after(() => v.close());
    for (const { title, attack } of attacks)
      await t.test(title, async () => {
        for (let round = 0; round < rounds; round++) await attack(await scene(v, Date.now()));
      });
  });
}

/**
 * Kills one of two processes while many learners submit codes; a learner without a reply repeats the attempt.
 */
function killed(name: string, databaseUrl: () => Promise<string | undefined>, skip: string | false) {
  test(`learners lose no verdict and no try to a process killed under load on ${name}`, { skip }, async (t) => {
    const url = await databaseUrl();
    const v = await startProcesses({ count: 2, ...(url !== undefined && { databaseUrl: url }) });
    t.after(() => v.close());
    const scenes = await Promise.all(Array.from({ length: 12 }, () => scene(v, Date.now())));
    const until = async <T>(answered: () => Promise<T>): Promise<T> => answered().catch(() => until(answered));
    let answers = 0;
    let loaded: () => void;
    const underLoad = new Promise<void>((resolve) => (loaded = resolve));
    const typing = scenes.map(async ({ wrong, challenges }) => {
      const [id] = (await until(() => challenges(1))) as [string];
      const left: number[] = [];
      for (const attempt of ['attempt-1', 'attempt-2', 'attempt-3', 'attempt-4']) {
        const verdict = await until(() => v.verify(id, wrong, attempt));
        if (verdict.status === 'rejected') left.push(verdict.attemptsLeft!);
        if (++answers === scenes.length) loaded();
      }
      return left;
    });
    await underLoad;
    const [lefts] = await Promise.all([Promise.all(typing), v.replaceFirst()]);
    for (const left of lefts) assert.deepEqual(left, [4, 3, 2, 1]);
    for (const { learner } of scenes)
      assert.equal((await v.evidence.entries({ site: 'site', learner: learner.ref }, 100)).length, 4);
  });
}

let postgres: SharedPostgres | undefined;
before(async () => void (postgres = withoutPostgres ? undefined : await sharedPostgres()));
after(() => postgres?.stop());
threeProcesses('one SQLite file', async () => undefined, false);
threeProcesses('one PostgreSQL', async () => postgres?.database(), withoutPostgres);
killed('one SQLite file', async () => undefined, false);
killed('one PostgreSQL', async () => postgres?.database(), withoutPostgres);

test('a session, a learner or an address with too many requests gets the seconds to wait', async (t) => {
  const v = await alone(t, { limits: { session: 3, learner: 6, address: 8 } });
  const ask = (session: string, headers = {}) => v.post('/challenge', { session }, headers);
  const wait = async (reply: Promise<Response>) => {
    const { status, headers } = await reply;
    return status === 429 ? Number(headers.get('retry-after')) : status;
  };
  const [first, second, third] = [await v.openSession(), await v.openSession(), await v.openSession()];
  assert.deepEqual(await Promise.all([1, 2, 3].map(() => wait(ask(first)))), [200, 200, 200]);
  assert.equal(await wait(ask(first)), 20, 'the session');
  assert.deepEqual(await Promise.all([1, 2, 3].map(() => wait(ask(second)))), [200, 200, 200]);
  assert.equal(await wait(ask(third)), 10, 'the learner');
  assert.equal(await wait(ask(third, { 'x-forwarded-for': '192.0.2.9' })), 8, 'the address, not what a header claims');
  const strangers = await Promise.all(Array.from({ length: 8 }, () => wait(ask('se_nobody'))));
  assert.deepEqual(strangers, Array(8).fill(401), 'without a session no site is known: a rate of its own');
  assert.equal(await wait(ask('se_nobody')), 8, 'the address, without a session');
  v.clock.advance(20_000);
  assert.equal(await wait(ask(first)), 200);
});

test('a learner whose requests are rate-limited loses no try', async (t) => {
  const v = await alone(t, { limits: { session: 3, learner: 100, address: 100 } });
  const phone = await v.registerDevice();
  const session = await v.openSession();
  const { id } = await v.challenge(session);
  const wrong = () =>
    v.post('/verify', { challenge: id, attempt: 'attempt-1', proof: { code: phone.wrongCodeAt(v.clock.now()) } });
  assert.deepEqual([(await wrong()).status, (await wrong()).status, (await wrong()).status], [200, 200, 429]);
  v.clock.advance(60_000);
  assert.equal((await v.challenge(session)).attemptsLeft, 4);
});
