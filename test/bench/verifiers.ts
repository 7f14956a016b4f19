import type { Postgres } from '../support/postgres.js';
import { startProcesses } from '../support/processes.js';
import { startChild } from './child.js';
import { load, postRequest } from './load.js';
import { inTurns, median, ratio, type Contender } from './rounds.js';
import { head, number, row } from './table.js';
import { isVerified, verifying } from './verifying.js';

const learners = 2_000;
const rounds = 7;

/** Verdicts per second of one and of several processes, each with a bare server in the same rounds. */
export async function verifiers(postgres: Postgres | undefined): Promise<void> {
  head(
    'verify',
    'a second',
    'of the bare server',
    'from … to',
    'p50 ms',
    'p99 ms',
    'CPU µs',
    'in the database',
    'bare a second',
    'bare CPU µs',
  );
  await beside('embedded store, 1 process', 1);
  if (postgres)
    for (const count of [1, 2, 4])
      await beside(`PostgreSQL, ${count} ${count === 1 ? 'process' : 'processes'}`, count, postgres);
}

async function beside(name: string, count: number, postgres?: Postgres) {
  const v = await startProcesses({ count, ...(postgres && { databaseUrl: await postgres.database() }) });
  try {
    const ours = verifying(v, learners, [v.pids, ...(postgres ? [[postgres.pid]] : [])]);
    const [first] = await ours.prepare(-1);
    const { body } = await load([first!], 1, isVerified);
    const child = await startChild('bare.ts', body);
    const [measured, floor] = await inTurns([ours, bare(child.line, child.pid)], rounds);
    await child.stop();
    const { middle, least, most } = ratio(measured!, floor!);
    const of = (key: 'rate' | 'p50' | 'p99') => median(measured!.map((round) => round[key]));
    const cpu = (round: typeof measured, group: number) => number(median(round!.map(({ cpu }) => cpu[group] ?? NaN)));
    const times = [number(of('p50'), 1), number(of('p99'), 1)];
    row(
      name,
      number(of('rate')),
      number(middle, 2),
      `${number(least, 2)} … ${number(most, 2)}`,
      ...times,
      cpu(measured, 0),
      cpu(measured, 1),
      number(median(floor!.map(({ rate }) => rate))),
      cpu(floor, 0),
    );
  } finally {
    await v.close();
  }
}

/** Reads and sends as many bytes; being faster, it gets more requests. */
function bare(url: string, pid: number): Contender {
  const request = postRequest(`${url}/v1/verify`, {
    challenge: 'ch_100',
    attempt: 'attempt-100',
    proof: { code: '123456' },
  });
  return {
    watched: [[pid]],
    accept: isVerified,
    prepare: async () => Array.from({ length: learners * 4 }, () => request),
  };
}
