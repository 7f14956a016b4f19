/** A learner reads everything that is kept about them, and has it erased; what the law keeps is restricted. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import Database from 'libsql';
import { dayMs } from '../../../demo/verifier/domain/korean-time.js';
import { prove } from '../../../demo/verifier/evidence/prove.js';
import { backUpSqlite } from '../../../demo/verifier/store/sqlite/backup.js';
import { openSqlite } from '../../../demo/verifier/store/sqlite/sqlite.js';
import { exam, hong, kim } from '../../support/verifier.js';
import { databases, startVerifierOn } from '../sites/each-store.js';

const login = { kind: 'login', course: 'safety-101', class: '2026-1' } as const;
const learner = { ...hong, ref: 'employee-20260001' };

/** A verifier with a learner who has a phone app, logged in, then passed an exam, and logged in again. */
async function begin(t: TestContext, database: Record<string, string>) {
  const v = await startVerifierOn(t, database);
  const { clock } = v;
  const phone = await v.registerDevice();
  const verifies = async (checkpoint: typeof exam | typeof login) => {
    clock.advance(120_000);
    const { id } = await v.challenge(await v.openSession(learner, checkpoint));
    return v.verify(id, phone.codeAt(clock.now()));
  };
  for (const checkpoint of [login, exam, login]) assert.equal((await verifies(checkpoint)).status, 'verified');
  const asSite = { authorization: `Bearer ${v.siteSecret}` };
  const get = async (query: string) =>
    ((await (await fetch(`${v.url}/evidence?${query}`, { headers: asSite })).json()) as { evidence: object[] })
      .evidence;
  const exported = async (body: object) => {
    const reply = await v.post('/learners/export', body, asSite);
    return { status: reply.status, body: (await reply.json()) as Record<string, object[]> };
  };
  const erases = (ref: string, secret = v.siteSecret) =>
    v.post('/learners/erase', { ref }, { authorization: `Bearer ${secret}` });
  return { ...v, clock, verifies, get, exported, erases };
}

for (const [name, { skip, open }] of Object.entries(databases)) {
  test(`${name}: a learner gets everything that is kept about them in one file`, { skip }, async (t) => {
    const v = await begin(t, await open(t));
    const { body } = await v.exported({ ref: learner.ref });
    assert.equal(body['ref'] as unknown, learner.ref);
    assert.deepEqual(
      body['sessions']!.map((one) => (one as { learner: object }).learner),
      [learner, learner, learner],
    );
    assert.equal(body['verifications']!.length, 3);
    assert.equal(body['devices']!.length, 1);
    assert.deepEqual(
      body['evidence']!.map((one) => (one as { ip: string }).ip),
      ['127.0.0.1', '127.0.0.1', '127.0.0.1'],
    );
    assert.equal((await v.exported({ ref: 'somebody else' })).status, 400);
  });

  test(`${name}: a learner is erased but for what the law keeps, and the chain stays whole`, { skip }, async (t) => {
    const v = await begin(t, await open(t));
    const known = (await v.learners.find('site', learner.ref))!;
    const other = await v.registerSite('other', ['http://other.test']);
    assert.equal((await v.erases(learner.ref, other)).status, 400, 'not by another site');

    const report = (await (await v.erases(learner.ref)).json()) as { order: string; held: object[]; erased: object[] };
    assert.deepEqual(report.erased, [
      { first: 1, last: 1 },
      { first: 3, last: 3 },
    ]);
    assert.deepEqual(report.held, [{ entry: 2, until: '2029-03-01 12:04:10' }]);
    assert.equal(JSON.stringify(report).includes(learner.ref), false);

    const records = await v.store.learnerRecords(known);
    assert.deepEqual(
      Object.entries(records).map(([table, rows]) => [table, (rows as object[]).length]),
      [
        ['sessions', 0],
        ['failures', 0],
        ['verifications', 0],
        ['browsers', 0],
        ['identities', 0],
        ['devices', 0],
        ['searches', 0],
      ],
    );
    assert.deepEqual(
      (await v.store.erasures(known)).map(({ order, reason, first }) => [order, reason, first]),
      [
        [report.order, 'request', 1],
        [report.order, 'request', 3],
      ],
    );
    assert.deepEqual((await prove(v.evidence)).faults, []);

    // restricted: shown for a stated reason only
    assert.deepEqual(await v.get(''), []);
    assert.deepEqual(await v.get(`learner=${learner.ref}`), []);
    assert.equal((await v.get(`learner=${learner.ref}&restricted=inspection`)).length, 1);
    assert.deepEqual((await v.exported({ ref: learner.ref })).body['evidence'], []);
    assert.equal((await v.exported({ ref: learner.ref, reason: 'asked again' })).body['evidence']!.length, 1);
    assert.deepEqual(
      (await v.store.restrictedAccess('site')).map(({ reason }) => reason),
      ['inspection', 'asked again'],
    );

    // erased at its date
    v.clock.advance(3 * 365 * dayMs + 1);
    await v.store.removeEvidence(v.clock.now() - 3 * 365 * dayMs, v.clock.now(), 'site');
    assert.deepEqual(await v.store.chain(known), []);
    assert.deepEqual(await v.store.restrictedAccess('site'), []);
    assert.deepEqual((await prove(v.evidence)).faults, []);
  });

  test(`${name}: a learner without evidence that a law keeps is gone`, { skip }, async (t) => {
    const v = await begin(t, await open(t));
    const phone = await v.registerDevice(kim.name, kim.phone);
    const { id } = await v.challenge(await v.openSession(kim, login));
    assert.equal((await v.verify(id, phone.codeAt(v.clock.now()))).status, 'verified');
    assert.equal((await v.erases(kim.ref)).status, 200);
    assert.equal(await v.learners.find('site', kim.ref), undefined);
    assert.equal((await v.erases(kim.ref)).status, 400, 'nothing is kept');
    assert.deepEqual((await prove(v.evidence)).faults, []);
    assert.equal((await v.get('')).length, 3, 'the other learner is still there');
  });
}

for (const [name, { skip, open }] of Object.entries(databases))
  test(
    `${name}: a learner who is not seen for long is removed after their evidence, in bounded steps`,
    { skip },
    async (t) => {
      const v = await begin(t, await open(t));
      for (let i = 0; i < 201; i++)
        await v.learners.seen('site', { ref: `passer-by ${i}`, phone: '010-0000-9999' }, undefined, v.clock.now());
      const known = (await v.learners.find('site', learner.ref))!;
      const later = v.clock.now() + dayMs;
      assert.equal(await v.store.removeLearners(later), true, 'there are more');
      assert.equal(await v.store.removeLearners(later), false);
      assert.equal(await v.learners.find('site', 'passer-by 7'), undefined);
      assert.equal((await v.learners.find('site', learner.ref))?.id, known.id, 'evidence and sessions are kept');
      while (await v.store.removeExpired(v.clock.now() + 10 * dayMs));
      while (await v.store.removeEvidence(later, v.clock.now(), 'site'));
      await v.store.removeLearners(later);
      assert.equal(await v.learners.find('site', learner.ref), undefined);
      assert.equal((await v.store.learnerRecords(known)).verifications.length, 0);
      assert.deepEqual((await prove(v.evidence)).faults, []);
    },
  );

test('an erasure does not lead out of a lock while evidence is kept', async (t) => {
  const v = await begin(t, await databases['SQLite']!.open(t));
  const { id } = await v.challenge(await v.openSession(learner, exam));
  for (let i = 0; i < 5; i++) await v.verify(id, '000000', `attempt-${i}`);
  await v.erases(learner.ref);
  const known = (await v.learners.find('site', learner.ref))!;
  assert.deepEqual(await v.store.lockedMethods(known), ['motp']);
});

test('text that is erased is overwritten in the file of the database', async (t) => {
  const folder = (await databases['SQLite']!.open(t))['DATA_DIR']!;
  const file = join(folder, 'verifier.db');
  const store = openSqlite(file);
  const holds = () => {
    const database = new Database(file);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    return readFileSync(file).includes('a reason that names somebody');
  };
  await store.addRestrictedAccess({ at: 1, site: 'site', reason: 'a reason that names somebody' });
  assert.equal(holds(), true);
  await store.removeEvidence(2, 3);
  assert.equal(holds(), false);
  await store.close();
});

test('no file of the database and no backup holds a learner’s name, number, id or address, before and after erasure', async (t) => {
  const database = await databases['SQLite']!.open(t);
  const v = await begin(t, database);
  const folder = database['DATA_DIR']!;
  let backups = 0;
  const holds = () => {
    backUpSqlite(join(folder, 'verifier.db'), join(folder, `backup-${++backups}`));
    const files = readdirSync(folder).map((file) => readFileSync(join(folder, file)));
    return [learner.name, learner.phone, '01000001234', learner.ref, '127.0.0.1'].filter((text) =>
      files.some((file) => file.includes(text)),
    );
  };
  assert.deepEqual(holds(), []);
  await v.erases(learner.ref);
  assert.deepEqual(holds(), []);
});
