/** `doctor` tells how long every table is kept. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import Database from 'libsql';
import { runCommand } from '../../../demo/verifier/cli/command-line.js';
import { doctorCommands } from '../../../demo/verifier/cli/doctor-command.js';
import type { Retention } from '../../../demo/verifier/cli/retention.js';
import { siteCommands } from '../../../demo/verifier/cli/site-command.js';
import { storeSettingsFrom } from '../../../demo/verifier/settings.js';
import { startVerifier } from '../../support/verifier.js';

test('doctor lists how long every table is kept, and by which setting', async (t) => {
  const v = await startVerifier();
  t.after(() => v.close());
  const context = {
    store: v.store,
    settings: storeSettingsFrom({ DATA_DIR: v.folder }),
    vault: async () => v.vault,
    now: v.clock.now(),
    by: '김관리',
  };
  await runCommand(siteCommands, ['set', 'site', 'evidenceDays=1500'], context);
  const { text, json } = await runCommand(doctorCommands, [], context);
  const { retention } = json as { retention: Retention[] };

  const database = new Database(join(v.folder, 'verifier.db'), { readonly: true } as Database.Options);
  t.after(() => database.close());
  const tables = database
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name`)
    .all() as { name: string }[];
  assert.deepEqual(
    [...new Set(retention.flatMap((one) => one.tables))].sort(),
    tables.map(({ name }) => name),
  );
  assert.match(text, /sessions, .*: 24 hours after the session \(SESSION_HOURS\)/);
  assert.match(text, /evidence, operator_audit, restricted_access: 1095 days \(EVIDENCE_DAYS\)/);
  assert.match(text, /evidence, operator_audit, restricted_access: 1500 days \(evidenceDays of site\)/);
});
