/** A site's data key is replaced while learners verify: everything is found and proven with the new key alone. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { runCommand } from '../../../demo/verifier/cli/command-line.js';
import { keyCommands } from '../../../demo/verifier/cli/key-command.js';
import { dataKeys } from '../../../demo/verifier/crypto/data-keys.js';
import { prove } from '../../../demo/verifier/evidence/prove.js';
import { openAuditEntries, sealAuditEntry } from '../../../demo/verifier/personal-data/audit-entries.js';
import { rotateDataKey } from '../../../demo/verifier/personal-data/rotate-data-key.js';
import { storeSettingsFrom } from '../../../demo/verifier/settings.js';
import type { Store } from '../../../demo/verifier/store/store.js';
import { exam, hong, kim } from '../../support/verifier.js';
import { databases, startVerifierOn } from '../sites/each-store.js';

const hour = 3_600_000;
const search = { operator: 'one', action: 'search', course: '', from: '', to: '' };

/** A verifier with two learners, one of them locked, and two searches of an operator. */
async function begin(t: TestContext, database: Record<string, string>) {
  const v = await startVerifierOn(t, database);
  const { clock } = v;
  const types = async (learner: typeof hong, code: string) =>
    (await v.verify((await v.challenge(await v.openSession(learner, exam))).id, code)).status;
  const phone = await v.registerDevice();
  clock.advance(120_000);
  assert.equal(await types(hong, phone.codeAt(clock.now())), 'verified');
  await v.registerDevice(kim.name, kim.phone);
  const { id } = await v.challenge(await v.openSession(kim, exam));
  for (let i = 0; i < 5; i++) await v.verify(id, '000000', `attempt-${i}`);
  const ofCommand = dataKeys(v.store, v.vault, clock);
  await v.store.addOperator({ hash: 'one', site: 'site', name: 'operator one' }, clock.now());
  for (const learner of [hong.ref, '']) {
    const entry = { ...search, site: 'site', at: clock.now(), learner, ip: '192.0.2.7' };
    await v.store.addAuditEntry(await sealAuditEntry(entry, ofCommand, v.learners));
  }
  const run = (args: string[], wait: () => Promise<unknown> = async () => undefined) =>
    runCommand(keyCommands, ['data', '--site', 'site', ...args], {
      store: v.store,
      vault: async () => v.vault,
      now: clock.now(),
      settings: storeSettingsFrom({ DATA_DIR: database['DATA_DIR']! }),
      wait,
    });
  const versions = async () => (await v.store.dataKeys('site')).map(({ version }) => version);
  /** The versions of the keys that seal anything of the learner. */
  async function sealedWith({ ref }: { ref: string }) {
    const found = (await v.learners.find('site', ref))!;
    return new Set([found, ...(await v.store.chain(found))].map(({ keyVersion }) => keyVersion));
  }
  return { ...v, clock, types, phone, run, versions, sealedWith, ofCommand };
}

for (const [name, { skip, open }] of Object.entries(databases)) {
  test(`${name}: an operator replaces a site’s data key while learners verify`, { skip }, async (t) => {
    const v = await begin(t, await open(t));
    const before = await prove(v.evidence);
    const known = { hong: (await v.learners.find('site', hong.ref))!, kim: (await v.learners.find('site', kim.ref))! };
    const sealed = (await v.store.auditLog('site')).map(({ ip }) => ip);
    const { json } = await v.run([], async () => {
      // the verifier does not know the key yet, and seals with the old one
      assert.equal(await v.types(hong, '000000'), 'rejected');
      assert.deepEqual(await v.versions(), [2, 1]);
      assert.deepEqual(await v.sealedWith(hong), new Set([1]));
    });
    assert.deepEqual(json, { site: 'site', version: 2, resealed: { learners: 2, evidence: 7, searches: 2 } });
    v.clock.advance(10_000);
    assert.deepEqual([await v.sealedWith(hong), await v.sealedWith(kim)], [new Set([2]), new Set([2])]);
    assert((await v.store.auditLog('site')).every(({ ip }) => !sealed.includes(ip)));

    await assert.rejects(v.run(['--drop']), /less than an hour old/);
    v.clock.advance(hour);
    await v.run(['--drop']);
    assert.deepEqual(await v.versions(), [2]);

    // only the new key is left
    assert.equal((await v.learners.find('site', hong.ref))?.id, known.hong.id);
    assert.equal((await v.learners.find('site', kim.ref))?.id, known.kim.id);
    const after = await prove(v.evidence);
    assert.deepEqual([after.faults, after.entries], [[], before.entries + 1]);
    assert.deepEqual(
      (await v.evidence.entries({ site: 'site', ip: '127.0.0.1', learner: kim.ref }, 10)).map(({ ref }) => ref),
      Array.from({ length: 5 }, () => kim.ref),
    );
    assert.deepEqual(
      (await openAuditEntries('site', await v.store.auditLog('site'), v.ofCommand))
        .map(({ learner, ip }) => [learner, ip])
        .sort(),
      [
        ['', '192.0.2.7'],
        [hong.ref, '192.0.2.7'],
      ],
    );
    v.clock.advance(120_000);
    assert.equal(await v.types(hong, v.phone.codeAt(v.clock.now())), 'verified');
    const reply = (await (await v.post('/challenge', { session: await v.openSession(kim, exam) })).json()) as object;
    assert.equal((reply as { status: string }).status, 'locked', 'the lock stays');
  });

  test(`${name}: a rotation that was interrupted goes on with its key, step by step`, { skip }, async (t) => {
    const v = await begin(t, await open(t));
    let steps = 0;
    const fails: Store = {
      ...v.store,
      resealEvidence: async (...step) => {
        if (++steps === 3) throw new Error('interrupted');
        await v.store.resealEvidence(...step);
      },
    };
    const rotate = (store: Store) =>
      rotateDataKey({ store, keys: dataKeys(store, v.vault, v.clock) }, 'site', async () => undefined, 2);
    await assert.rejects(rotate(fails), /interrupted/);
    v.clock.advance(10_000);
    // two steps of two entries are resealed, the rest opens with the old key
    assert.deepEqual((await prove(v.evidence)).faults, []);
    assert.deepEqual(await rotate(v.store), { version: 2, resealed: { learners: 0, evidence: 2, searches: 2 } });
    assert.deepEqual(await v.versions(), [2, 1]);
    assert.deepEqual([await v.sealedWith(hong), await v.sealedWith(kim)], [new Set([2]), new Set([2])]);
    assert.deepEqual((await prove(v.evidence)).faults, []);
  });
}
