import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openPostgres } from '../../demo/verifier/store/postgres/postgres.js';
import { openSqlite } from '../../demo/verifier/store/sqlite/sqlite.js';
import type { Store } from '../../demo/verifier/store/store.js';
import type { Postgres } from '../support/postgres.js';
import { head, number, row } from './table.js';

/** Time to open a store, and the gain of shared commits. */
export async function stores(postgres: Postgres | undefined): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'mo-otp-gate-bench-'));
  try {
    const file = join(scratch, 'new.db');
    const made = await timed(async () => openSqlite(file).close());
    let store!: Store;
    const opened = await timed(async () => void (store = openSqlite(file)));
    console.log(`\nEmbedded store: made in ${number(made, 1)} ms, opened again in ${number(opened, 1)} ms.\n`);
    head('writes a second', 'one commit each', 'sharing commits', 'times');
    await sharing('embedded store', store);
    if (postgres) await sharing('PostgreSQL', await openPostgres(await postgres.database()));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Sequential and concurrent writes. */
async function sharing(name: string, store: Store) {
  const at = Date.now();
  const put = (i: number) => store.putSite({ id: `site-${i % 500}`, name: `${at} ${i}`, origins: [] });
  const [few, many] = [500, 5_000];
  await put(0);
  const alone = await timed(async () => {
    for (let i = 0; i < few; i++) await put(i);
  });
  const concurrent = await timed(() => Promise.all(Array.from({ length: many }, (_, i) => put(i))));
  await store.close();
  const [slow, fast] = [few / alone, many / concurrent];
  row(name, number(slow * 1000), number(fast * 1000), number(fast / slow, 1));
}
