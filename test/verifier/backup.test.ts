/** The drill: a backup under load, restored elsewhere; then the next code verifies and the evidence is whole. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { backupCommands } from '../../demo/verifier/cli/backup-command.js';
import { runCommand } from '../../demo/verifier/cli/command-line.js';
import { restore } from '../../demo/verifier/cli/restore.js';
import { openVerifier } from '../../demo/verifier/compose.js';
import { presets } from '../../demo/verifier/domain/policy-presets.js';
import { settingsFrom, storeSettingsFrom } from '../../demo/verifier/settings.js';
import { verifierClient } from '../support/client.js';
import { program } from '../support/program.js';
import { sharedPostgres, withoutPostgres, type SharedPostgres } from '../support/postgres.js';
import { SetClock } from '../support/verifier.js';

const secret = 'kept-by-the-test-of-backups';

/** A verifier on a folder and, if there is one, a database of PostgreSQL. */
async function begin(t: TestContext, variables: Record<string, string>, clock: SetClock) {
  const messages: { to: string; text: string }[] = [];
  const settings = settingsFrom({ ...variables, LOG_LEVEL: 'silent', LIMIT_ADDRESS: '1000000' });
  const verifier = await openVerifier(settings, {
    clock,
    sms: { send: async (message) => void messages.push(message) },
    policy: { ...presets.manual, rules: { ...presets.manual.rules, enrolment: { when: 'never' } } },
  });
  let isOpen = true;
  const close = async () => {
    if (isOpen) await verifier.close();
    isOpen = false;
  };
  t.after(close);
  await verifier.registerSite({ id: 'site', name: 'A site', origins: ['http://site.test'] }, secret);
  const url = `${await verifier.server.listen({ host: '127.0.0.1', port: 0 })}/v1`;
  return { ...verifierClient({ url: () => url, siteSecret: secret, messages }), close };
}

function story(name: string, database: () => Promise<Record<string, string>>) {
  test(`${name}: a backup under load is restored elsewhere, and the learner goes on`, async (t) => {
    const root = mkdtempSync(join(tmpdir(), 'mo-otp-gate-backup-'));
    t.after(() => rmSync(root, { recursive: true }));
    const place = async (part: string) => ({ DATA_DIR: join(root, part), ...(await database()) });
    const clock = new SetClock();
    const from = await place('from');
    const first = await begin(t, from, clock);
    const phone = await first.registerDevice();

    const answer = async (v: typeof first, code: string) =>
      (await v.verify((await v.challenge(await v.openSession())).id, code)).status;
    let isLoaded = true;
    let [opened, answered] = [0, 0];
    const load = Promise.all(
      Array.from({ length: 4 }, async (_, i) => {
        while (isLoaded) {
          const learner = { ref: `${i} ${opened++}`, name: '김하나', phone: '010-0000-4321' };
          const session = await first.openSession(learner);
          await first.verify((await first.challenge(session)).id, '000000');
          answered++;
        }
      }),
    );
    const file = join(root, 'verifier.backup');
    await first.openSession();
    const before = answered;
    await promisify(execFile)(process.execPath, [...program('demo/verifier/main.ts'), 'backup', file], {
      env: { ...process.env, ...from },
    });
    assert.ok(answered > before, 'learners were answered meanwhile');
    isLoaded = false;
    await load;
    assert.equal(statSync(file).mode & 0o077, 0);
    await assert.rejects(runCommand(backupCommands, [file], { settings: storeSettingsFrom(from) }), /exists already/);
    await first.close();

    const to = await place('to');
    await assert.rejects(restore(join(root, 'nothing'), to), /no file/);
    mkdirSync(to.DATA_DIR, { recursive: true });
    copyFileSync(join(root, 'from/master.key'), join(root, 'to/master.key'));
    const restored = await restore(file, to);
    assert.match(restored.text, /whole/);
    assert.ok((restored.json as { entries: number }).entries > 0);
    await assert.rejects(restore(file, to), /exists already|already exists/);

    const second = await begin(t, to, clock);
    assert.equal(await answer(second, phone.codeAt(clock.now())), 'verified');
    assert.equal(await answer(second, phone.codeAt(clock.now())), 'rejected', 'a code is used once');
  });
}

story('SQLite', async () => ({}));
if (withoutPostgres) test('PostgreSQL: a backup', { skip: withoutPostgres });
else {
  let server: SharedPostgres;
  before(async () => void (server = await sharedPostgres()));
  after(() => server.stop());
  story('PostgreSQL', async () => ({ DATABASE_URL: await server.database() }));
}

test('a damaged backup is refused, and no database is made of it', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'mo-otp-gate-backup-'));
  t.after(() => rmSync(root, { recursive: true }));
  writeFileSync(join(root, 'damaged'), 'SQLite format 3\0 and then nothing of the kind'.repeat(100));
  await assert.rejects(restore(join(root, 'damaged'), { DATA_DIR: join(root, 'to') }), /is no whole backup/);
  assert.throws(() => statSync(join(root, 'to/verifier.db')), /ENOENT/);
});
