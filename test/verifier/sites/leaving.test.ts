/** A site leaves: its evidence is handed over and kept, everything else of it is erased, the others go on. */
import assert from 'node:assert/strict';
import { readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { runCommand } from '../../../demo/verifier/cli/command-line.js';
import { siteCommands } from '../../../demo/verifier/cli/site-command.js';
import { openVaultFor } from '../../../demo/verifier/compose.js';
import { compare } from '../../../demo/verifier/evidence/earlier.js';
import { prove } from '../../../demo/verifier/evidence/prove.js';
import { EvidenceDownload } from '../../../demo/verifier/evidence/wire.js';
import { storeSettingsFrom } from '../../../demo/verifier/settings.js';
import { exam, hong, kim, SetClock, startVerifier } from '../../support/verifier.js';
import { databases, startVerifierOn } from './each-store.js';

const day = 24 * 3_600_000;

/** A verifier on this database with a learner verified at two sites. */
async function begin(t: TestContext, database: Record<string, string>) {
  const settings = storeSettingsFrom(database);
  const v = await startVerifierOn(t, database);
  const { clock } = v;
  const leaving = await v.registerSite('leaving', ['http://leaving.test']);
  const verify = async (learner: typeof hong, secret?: string) => {
    const phone = await v.registerDevice(learner.name, learner.phone);
    const { id } = await v.challenge(await v.openSession(learner, exam, {}, secret));
    return v.verify(id, phone.codeAt(clock.now()));
  };
  await verify(hong);
  await verify({ ...kim, ref: hong.ref }, leaving);
  const remove = (file: string) =>
    runCommand(siteCommands, ['remove', 'leaving', '--evidence', file], {
      store: v.store,
      vault: () => openVaultFor(v.store, settings),
      now: clock.now(),
      by: 'test',
    });
  return { ...v, clock, leaving, verify, remove, file: join(database['DATA_DIR']!, 'evidence.json') };
}

for (const [name, { skip, open }] of Object.entries(databases))
  test(`${name}: a site that is removed leaves its evidence and nothing else`, { skip }, async (t) => {
    const v = await begin(t, await open(t));
    const session = await v.openSession(kim, exam, {}, v.leaving);
    await assert.rejects(v.remove(v.file.replace('evidence.json', 'no/such/folder')), /ENOENT/);
    assert.equal((await v.challenge(session)).status, 'challenge', 'nothing was erased');

    const erased = (await v.learners.find('leaving', hong.ref))!;
    assert.equal((await v.store.history(erased, exam.course, exam.class)).length, 1);
    const { json } = await v.remove(v.file);
    assert.deepEqual((json as { entries: number; chains: number }).entries, 1);
    const pack = EvidenceDownload.parse(JSON.parse(readFileSync(v.file, 'utf8')));
    assert.deepEqual(
      pack.evidence.map(({ site, status }) => ({ site, status })),
      [{ site: 'leaving', status: 'verified' }],
    );
    assert.deepEqual(await compare(v.evidence, pack), { faults: [], gone: [] });

    assert.equal((await v.post('/challenge', { session })).status, 401);
    assert.equal(
      (await v.post('/sessions', { learner: kim, checkpoint: exam }, { authorization: `Bearer ${v.leaving}` })).status,
      401,
    );
    assert.equal(await v.store.site('leaving'), undefined);
    assert.equal(await v.store.isOriginOfAnySite('http://leaving.test'), false);
    assert.deepEqual(await v.store.settingsHistory('leaving'), []);
    assert.deepEqual(await v.store.history(erased, exam.course, exam.class), []);
    assert.deepEqual(await v.store.secrets('leaving'), []);
    await assert.rejects(v.remove(v.file), /no site leaving/);
    await assert.rejects(v.registerSite('leaving', ['http://leaving.test']), /leaving was removed/);
    assert.ok(existsSync(v.file));

    // the other site goes on, and its evidence is whole
    v.clock.advance(180_000);
    assert.equal((await v.verify(hong)).status, 'verified');
    assert.deepEqual((await prove(v.evidence)).faults, []);
    assert.equal((await v.evidence.entries({ site: 'site' }, 10)).length, 2);
  });

test('the evidence of a site that has left is kept as long as its settings said', async (t) => {
  const database = await databases['SQLite']!.open(t);
  const v = await begin(t, database);
  await runCommand(siteCommands, ['set', 'leaving', 'evidenceDays=10'], {
    store: v.store,
    vault: () => Promise.reject(new Error('no secrets')),
    now: v.clock.now(),
    by: 'test',
  });
  await v.remove(v.file);
  const entriesAfter = async (days: number) => {
    const clock = new SetClock(v.clock.now() + days * day);
    const again = await startVerifier({ clock, dataFolder: database['DATA_DIR']! });
    const left = await Promise.all(['leaving', 'site'].map((site) => again.evidence.entries({ site }, 10)));
    await again.close();
    return left.map(({ length }) => length);
  };
  assert.deepEqual(
    [await entriesAfter(9), await entriesAfter(11)],
    [
      [1, 1],
      [0, 1],
    ],
  );
});
