/** Runs a test on an empty store of each database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { openStore } from '../../../demo/verifier/compose.js';
import { storeSettingsFrom } from '../../../demo/verifier/settings.js';
import { openPostgres } from '../../../demo/verifier/store/postgres/postgres.js';
import { openSqlite } from '../../../demo/verifier/store/sqlite/sqlite.js';
import type { Store } from '../../../demo/verifier/store/store.js';
import { sharedPostgres, withoutPostgres, type SharedPostgres } from '../../support/postgres.js';
import { SetClock, startVerifier } from '../../support/verifier.js';

let server: Promise<SharedPostgres> | undefined;
after(async () => (await server)?.stop());

/** A verifier's settings for a new database of each kind; its folder is removed after the test. */
export const databases: Record<
  string,
  { skip: string | false; open(t: TestContext): Promise<Record<string, string>> }
> = {
  SQLite: {
    skip: false,
    async open(t) {
      const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-sites-'));
      t.after(() => rmSync(folder, { recursive: true }));
      return { DATA_DIR: folder };
    },
  },
  PostgreSQL: {
    skip: withoutPostgres,
    async open(t) {
      const { DATA_DIR } = await databases['SQLite']!.open(t);
      return { DATA_DIR: DATA_DIR!, DATABASE_URL: await (await (server ??= sharedPostgres())).database() };
    },
  },
};

/** Starts a verifier on a database of {@link databases}; it is closed after the test. */
export async function startVerifierOn(t: TestContext, database: Record<string, string>, clock = new SetClock()) {
  const other = database['DATABASE_URL'] === undefined ? undefined : await openStore(storeSettingsFrom(database));
  const v = await startVerifier({
    clock,
    dataFolder: database['DATA_DIR']!,
    ...(other && { store: (opened: Store) => (void opened.close(), other) }),
  });
  t.after(() => v.close());
  return { ...v, clock };
}

/** Registers one test for each database. */
export function onEachStore(title: string, story: (store: Store, t: TestContext) => Promise<void>): void {
  for (const [name, { skip, open }] of Object.entries(databases))
    test(`${name}: ${title}`, { skip }, async (t) => {
      const { DATA_DIR, DATABASE_URL } = await open(t);
      const store = DATABASE_URL ? await openPostgres(DATABASE_URL) : openSqlite(join(DATA_DIR!, 'verifier.db'));
      try {
        await story(store, t);
      } finally {
        await store.close();
      }
    });
}
