import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { databaseClock, type ClockReport } from '../../demo/verifier/store/database-clock.js';
import { newSigningKey } from '../../demo/verifier/crypto/signing-keys.js';
import { openVaultFor } from '../../demo/verifier/compose.js';
import { storeSettingsFrom } from '../../demo/verifier/settings.js';
import { startProcesses } from '../support/processes.js';
import { exam, hong, kim, SetClock, startVerifier } from '../support/verifier.js';
import { databases } from './sites/each-store.js';

const minute = 60_000;
/** A checkpoint that needs no enrolment before it. */
const login = { kind: 'login', course: 'safety-101', class: '2026-1' } as const;
const jumps = { 'an hour': 60 * minute, 'a day': 24 * 60 * minute };
const start = Date.parse('2026-03-02T12:00:10+09:00');

/** A clock that somebody sets while time goes on. */
function wrongClock() {
  const clock = new SetClock(start);
  let isAhead = 0;
  return {
    now: clock.now,
    passes: (ms: number) => clock.advance(ms),
    jumps(ms: number) {
      isAhead += ms;
      clock.advance(ms);
    },
    /** The time that is right: a phone shows the codes of it, corrected by what the verifier says. */
    right: () => clock.now() - isAhead,
  };
}

async function begin(t: TestContext, settings: Record<string, string>) {
  const clock = wrongClock();
  const v = await startVerifier({ clock, settings, limits: { session: 20, learner: 30, address: 40 } });
  t.after(() => v.close());
  return {
    ...v,
    clock,
    /** A learner passes an exam's check with the app's code: the verdict, and whether the site may redeem it. */
    async passes(phone: { codeAt(at: number): string }, learner = hong) {
      const { id } = await v.challenge(await v.openSession(learner, login));
      const verdict = await v.verify(id, phone.codeAt(clock.now()));
      if (verdict.status !== 'verified') return verdict.status;
      return (await v.siteverify(verdict.token)).success;
    },
  };
}

for (const [database, { skip, open }] of Object.entries(databases))
  for (const [name, ms] of Object.entries(jumps))
    for (const [direction, jump] of [
      ['forward', ms],
      ['back', -ms],
    ] as const) {
      const title = (story: string) => `${database}: the clock jumps ${name} ${direction}: ${story}`;
      const story = (said: string, run: (v: Awaited<ReturnType<typeof begin>>) => Promise<void>) =>
        test(title(said), { skip }, async (t) => run(await begin(t, await open(t))));

      story('a learner is verified at once, before and after it is set right', async (v) => {
        const phone = await v.registerDevice();
        assert.equal(await v.passes(phone), true);
        v.clock.jumps(jump);
        assert.equal(await v.passes(phone), true);
        v.clock.passes(minute);
        v.clock.jumps(-jump);
        assert.equal(await v.passes(phone), true);
      });

      story('a code is used once', async (v) => {
        const phone = await v.registerDevice();
        const code = phone.codeAt(v.clock.now());
        const uses = async () => {
          const verdict = await v.verify((await v.challenge(await v.openSession())).id, code);
          return verdict.status === 'rejected' ? verdict.reason : verdict.status;
        };
        assert.equal(await uses(), 'verified');
        v.clock.jumps(jump);
        assert.equal(await v.passes(phone), true);
        v.clock.jumps(-jump);
        assert.equal(await uses(), 'used-code');
      });

      story('tries are neither given back nor counted twice', async (v) => {
        const phone = await v.registerDevice();
        const wrong = async (attempt?: string) => {
          const verdict = await v.verify(
            (await v.challenge(await v.openSession())).id,
            phone.wrongCodeAt(v.clock.now()),
            attempt,
          );
          return verdict.status === 'rejected' ? verdict.attemptsLeft : verdict.status;
        };
        assert.equal(await wrong(), 4);
        v.clock.jumps(jump);
        assert.equal(await wrong(), 3);
        v.clock.jumps(-jump);
        assert.equal(await wrong(), 2);
      });

      story('nobody waits for longer than a full rate limit makes wait', async (v) => {
        const session = await v.openSession();
        const ask = async () => {
          const { status, headers } = await v.post('/challenge', { session });
          return status === 429 ? Number(headers.get('retry-after')) : 0;
        };
        const flood = async () => Math.max(...(await Promise.all(Array.from({ length: 25 }, ask))));
        assert.equal(await flood(), 3);
        v.clock.jumps(jump);
        assert.ok((await ask()) <= 3);
        await flood();
        v.clock.jumps(-jump);
        assert.ok((await ask()) <= 3);
        v.clock.passes(3_000);
        assert.equal(await ask(), 0);
      });

      story('a new phone is registered at once', async (v) => {
        for (let i = 0; i < 4; i++) await v.registerDevice();
        v.clock.jumps(jump);
        await v.registerDevice();
        v.clock.jumps(-jump);
        await v.registerDevice(kim.name, kim.phone);
      });

      story('a session, a challenge and a token last no longer for it', async (v) => {
        const phone = await v.registerDevice();
        const session = await v.openSession();
        const { id } = await v.challenge(session);
        const code = phone.codeAt(v.clock.now());
        const verdict = await v.verify((await v.challenge(await v.openSession())).id, code);
        assert(verdict.status === 'verified');
        v.clock.jumps(jump);
        // what is a minute's walk past its time by the right clock
        v.clock.passes(16 * minute);
        assert.equal((await v.post('/challenge', { session })).status, 401);
        assert.equal((await v.verify(id, phone.codeAt(v.clock.now()))).status, 'expired');
        assert.deepEqual(await v.siteverify(verdict.token), { success: false, error: 'expired' });
        // its learner begins again
        assert.equal(await v.passes(phone), true);
      });

      story('a learner who returns from a provider’s page resumes no session that has ended', async (v) => {
        const session = await v.openSession();
        const reply = await v.post('/challenge', { session, method: 'phone' });
        const { params } = (await reply.json()) as { params: { redirect: string } };
        await fetch(params.redirect.replace(v.issuer, v.url), {
          method: 'POST',
          redirect: 'manual',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ return: 'http://site.test/lesson' }),
        });
        v.clock.jumps(jump);
        v.clock.passes(16 * minute);
        const again = await v.openSession();
        assert.notEqual(again, session);
        assert.equal((await v.post('/challenge', { session: again })).status, 200);
      });

      story('a key that is added meanwhile signs, and both keys are known', async (v) => {
        const phone = await v.registerDevice();
        assert.equal(await v.passes(phone), true);
        v.clock.jumps(jump);
        const settings = storeSettingsFrom({ DATA_DIR: v.folder });
        const vault = await openVaultFor(v.store, settings);
        await v.store.addSigningKey(await newSigningKey(vault, v.clock));
        v.clock.passes(2 * minute);
        assert.equal(await v.passes(phone), true);
        v.clock.jumps(-jump);
        v.clock.passes(17 * minute);
        assert.equal(await v.passes(phone), true);
        const jwks = (await (await fetch(`${v.url}/.well-known/jwks.json`)).json()) as { keys: object[] };
        assert.equal(jwks.keys.length, 2);
      });
    }

test('a page that was registered lately loses no access by a clock that steps back, and a removed one keeps none', async (t) => {
  const clock = wrongClock();
  const v = await startVerifier({ clock });
  t.after(() => v.close());
  const allowed = async () =>
    (await v.post('/challenge', { session: 'se_none' }, { origin: 'http://site.test' })).headers.get(
      'access-control-allow-origin',
    );
  assert.equal(await allowed(), 'http://site.test');
  await v.store.putSite({ id: 'site', name: 'A site', origins: [] });
  clock.jumps(-jumps['an hour']);
  assert.equal(await allowed(), null);
});

for (const [database, { skip, open }] of Object.entries(databases))
  for (const [name, ms] of Object.entries({
    'an hour ahead': jumps['an hour'],
    'a day behind': -jumps['a day'],
  }))
    test(
      `${database}: of three processes one has its clock ${name}: every learner is verified, at each of them`,
      { skip },
      async (t) => {
        const { DATABASE_URL: databaseUrl } = await open(t);
        const v = await startProcesses({
          count: 3,
          clocks: [0, ms, 0],
          ...(databaseUrl !== undefined && { databaseUrl }),
          settings: { LIMIT_SESSION: '6', LIMIT_LEARNER: '1000', LIMIT_ADDRESS: '1000' },
        });
        t.after(() => v.close());
        const phone = await v.registerDevice();
        // three requests each, so that each kind of request comes to each process
        for (const learner of [hong, { ...hong, ref: 'learner-3' }, { ...hong, ref: 'learner-4' }]) {
          const { id } = await v.challenge(await v.openSession(learner, login));
          assert.equal((await v.verify(id, phone.wrongCodeAt(Date.now()))).status, 'rejected');
          assert.deepEqual(await v.verify(id, phone.codeAt(Date.now() + 30 * 60 * minute)), {
            status: 'rejected',
            reason: 'wrong-code',
            attemptsLeft: 3,
          });
        }
        const { id } = await v.challenge(await v.openSession(hong, login));
        const code = phone.codeAt(Date.now());
        const verdict = await v.verify(id, code);
        assert(verdict.status === 'verified');
        const replies = [await v.siteverify(verdict.token), await v.siteverify(verdict.token)];
        assert.deepEqual(
          replies.map(({ success }) => success),
          [true, false],
        );
        for (const learner of [hong, kim, { ...hong, ref: 'learner-3' }]) {
          const again = await v.verify((await v.challenge(await v.openSession(learner, login))).id, code);
          assert.equal(again.status === 'rejected' && again.reason, learner === kim ? 'mismatch' : 'used-code');
        }
        // six requests a minute, at whichever process
        const session = await v.openSession(kim, login);
        const asked = [];
        for (let i = 0; i < 9; i++) asked.push((await v.post('/challenge', { session })).status);
        assert.equal(asked.filter((status) => status === 200).length, 6, asked.join(' '));
      },
    );

/** The clocks of a machine and a database, each of which somebody may set. */
async function machineAndDatabase() {
  let [passed, ofWall, ofDatabase] = [0, start, start];
  let isAway = false;
  const reports: ClockReport[] = [];
  const clock = await databaseClock(
    { time: async () => (isAway ? Promise.reject(new Error('away')) : ofDatabase) },
    { wall: { now: () => ofWall }, monotonicMs: () => passed },
    (seen) => void reports.push(seen),
  );
  return {
    clock,
    reports,
    passes(ms: number) {
      passed += ms;
      ofWall += ms;
      ofDatabase += ms;
    },
    setMachine: (ms: number) => void (ofWall += ms),
    setDatabase: (ms: number) => void (ofDatabase += ms),
    database: (away: boolean) => void (isAway = away),
    async reads() {
      await clock.read();
    },
  };
}

test('the clock of a machine that is set wrong changes no time, and is reported once', async (t) => {
  const m = await machineAndDatabase();
  t.after(() => m.clock.stop());
  m.setMachine(jumps['an hour']);
  m.passes(1_000);
  assert.equal(m.clock.now(), start + 1_000);
  await m.reads();
  await m.reads();
  assert.equal(m.clock.now(), start + 1_000);
  assert.equal(m.clock.differenceMs(), jumps['an hour']);
  assert.deepEqual(m.reports, [{ aheadMs: jumps['an hour'], jumpedMs: 0 }]);
  m.setMachine(-jumps['an hour']);
  await m.reads();
  assert.deepEqual(m.reports[1], { aheadMs: 0, jumpedMs: 0 });
});

test('a database that is set is followed at the next reading, and its jump is reported', async (t) => {
  const m = await machineAndDatabase();
  t.after(() => m.clock.stop());
  m.setDatabase(-jumps['a day']);
  assert.equal(m.clock.now(), start);
  await m.reads();
  assert.equal(m.clock.now(), start - jumps['a day']);
  assert.deepEqual(m.reports, [{ aheadMs: jumps['a day'], jumpedMs: -jumps['a day'] }]);
});

test('a machine whose clock jumps reads the database’s at once, not at the next interval', async (t) => {
  const m = await machineAndDatabase();
  t.after(() => m.clock.stop());
  // the database is on this machine
  m.setMachine(jumps['an hour']);
  m.setDatabase(jumps['an hour']);
  m.clock.now();
  await new Promise(setImmediate);
  assert.equal(m.clock.now(), start + jumps['an hour']);
});

test('while the database is away, time goes on', async (t) => {
  const m = await machineAndDatabase();
  t.after(() => m.clock.stop());
  m.database(true);
  m.passes(5_000);
  await assert.rejects(m.reads());
  assert.equal(m.clock.now(), start + 5_000);
});

test('a verifier whose clock differs from its database’s says so in log, metrics and /readyz, and takes the database’s', async (t) => {
  const lines: string[] = [];
  const v = await startVerifier({
    clock: undefined,
    machine: { wall: { now: () => Date.now() + jumps['an hour'] }, monotonicMs: () => performance.now() },
    metricsToken: 'made for this test',
    logger: { level: 'warn', stream: { write: (line: string) => void lines.push(line) } },
  });
  t.after(() => v.close());
  const ready = (await (await fetch(new URL('/readyz', v.url))).json()) as { clock: string; clockAheadMs: number };
  assert.equal(ready.clock, 'differs');
  assert.ok(Math.abs(ready.clockAheadMs - jumps['an hour']) < 2_000, String(ready.clockAheadMs));
  const metrics = await (
    await fetch(new URL('/metrics', v.url), { headers: { authorization: 'Bearer made for this test' } })
  ).text();
  const ahead = Number(/^mo_otp_clock_ahead_seconds (\S+)$/m.exec(metrics)?.[1]);
  assert.ok(Math.abs(ahead - 3600) < 2, String(ahead));
  assert.equal(lines.filter((line) => line.includes('The clock of this machine')).length, 1, lines.join(''));
  const phone = await v.registerDevice();
  const { id, time } = await v.challenge(await v.openSession(hong, exam));
  assert.ok(Math.abs(time - Date.now()) < 2_000);
  assert.equal((await v.verify(id, phone.codeAt(Date.now()))).status, 'verified');
});
