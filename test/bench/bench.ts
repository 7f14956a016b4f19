/** `npm run bench`: what the verifier can do on this machine, beside a bare server in the same run. Prints a table in Markdown. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openSqlite } from '../../demo/verifier/store/sqlite/sqlite.js';
import { openPostgres } from '../../demo/verifier/store/postgres/postgres.js';
import type { Store } from '../../demo/verifier/store/store.js';
import { startPostgres, withoutPostgres } from '../support/postgres.js';
import { startProcesses } from '../support/processes.js';
import { load, postRequest, type Measured } from './load.js';
import { people } from './people.js';

const learners = 6_000;
const connections = 64;
const sessions = 100_000;

const number = (value: number, digits = 0) => value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });
const row = (...cells: string[]) => console.log(`| ${cells.join(' | ')} |`);
const isVerified = (body: string) => body.startsWith('{"status":"verified"');

async function bare(body: string): Promise<Measured> {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('bare.ts', import.meta.url)), body], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) {
    const url = line.replace('bare: ', '');
    const request = postRequest(`${url}/v1/verify`, { challenge: 'ch_bench0', attempt: 'attempt-bench0', proof: { code: '123456' } });
    await load(Array.from({ length: 2_000 }, () => request), connections, isVerified);
    const measured = await load(Array.from({ length: learners * 3 }, () => request), connections, isVerified);
    child.kill('SIGTERM');
    return measured;
  }
  throw new Error('the bare server did not start');
}

/** Every request is another learner's right code: judged, signed, and on disk before it is answered. */
async function verifies(count: number, databaseUrl?: string): Promise<Measured> {
  const v = await startProcesses({ count, ...(databaseUrl !== undefined && { databaseUrl }) });
  try {
    const run = async (size: number, prefix: string) => {
      const answers = await people(v.store, v.vault, size, prefix);
      return load(answers.map((answer, i) => postRequest(`${v.urls[i % count]}/verify`, answer)), connections, isVerified);
    };
    await run(1_000, '8');
    return await run(learners, '9');
  } finally {
    await v.close();
  }
}

/** How much is won by sharing a commit: operations that wait for each other against operations that wait together. */
async function batching(store: Store): Promise<{ alone: number; together: number }> {
  const at = Date.now();
  const put = (i: number) => store.putSite({ id: `site-${i % 500}`, name: `${at} ${i}`, origins: [] });
  const rate = async (count: number, work: () => Promise<unknown>) => {
    const started = performance.now();
    await work();
    return (count / (performance.now() - started)) * 1000;
  };
  await put(0);
  const alone = await rate(500, async () => {
    for (let i = 0; i < 500; i++) await put(i);
  });
  const together = await rate(5_000, () => Promise.all(Array.from({ length: 5_000 }, (_, i) => put(i))));
  await store.close();
  return { alone, together };
}

async function memory(): Promise<void> {
  const token = 'only for this bench';
  const started = performance.now();
  const v = await startProcesses({ count: 1, settings: { METRICS_TOKEN: token } });
  const startTime = performance.now() - started;
  try {
    const request = (i: number) => ({ learner: { ref: `m${i}`, name: '홍길동', phone: '010-0000-0000' }, checkpoint: { kind: 'login', course: 'bench', class: '1' } });
    const requests = Array.from({ length: sessions }, (_, i) => postRequest(`${v.urls[0]}/sessions`, request(i), { authorization: `Bearer ${v.siteSecret}` }));
    const opened = await load(requests, connections, (body) => body.startsWith('{"required":true'));
    const metrics = await (await fetch(new URL('/metrics', v.urls[0]), { headers: { authorization: `Bearer ${token}` } })).text();
    const bytes = Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1]);
    console.log(`\nStart of a process, until it listens: ${number(startTime)} ms. Sessions opened: ${number(opened.rate)}/s. Memory after ${number(sessions)} of them: ${number(bytes / 1e6)} MB.`);
  } finally {
    await v.close();
  }
}

const postgres = withoutPostgres ? undefined : await startPostgres();
const scratch = mkdtempSync(join(tmpdir(), 'mo-otp-gate-bench-'));
try {
  const sqlite = await verifies(1);
  const floor = await bare(sqlite.body);
  row('verify', 'requests/s', 'of the bare server', 'p50 ms', 'p99 ms');
  row('---', '---:', '---:', '---:', '---:');
  const tell = (name: string, { rate, p50, p99 }: Measured) => row(name, number(rate), number(rate / floor.rate, 2), number(p50, 1), number(p99, 1));
  tell('bare node:http, the same bytes', floor);
  tell('embedded store, 1 process', sqlite);
  if (postgres) for (const count of [1, 2, 4]) tell(`PostgreSQL, ${count} ${count === 1 ? 'process' : 'processes'}`, await verifies(count, await postgres.database()));

  const opening = performance.now();
  const file = join(scratch, 'new.db');
  await openSqlite(file).close();
  const made = performance.now() - opening;
  const store = openSqlite(file);
  console.log(`\nStore made in ${number(made, 1)} ms, opened again in ${number(performance.now() - opening - made, 1)} ms.\n`);
  row('writes/s', 'one commit each', 'sharing commits', 'times');
  row('---', '---:', '---:', '---:');
  const share = ({ alone, together }: { alone: number; together: number }, name: string) => row(name, number(alone), number(together), number(together / alone, 1));
  share(await batching(store), 'embedded store');
  if (postgres) share(await batching(await openPostgres(await postgres.database())), 'PostgreSQL');
  await memory();
  if (withoutPostgres) console.log(`\nWithout PostgreSQL: ${withoutPostgres}`);
} finally {
  await postgres?.stop();
  rmSync(scratch, { recursive: true });
}
